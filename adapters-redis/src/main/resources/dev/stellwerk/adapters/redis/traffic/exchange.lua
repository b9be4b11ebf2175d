-- Says what this instance knows and hears what the others know, as far as it is new.
--
-- KEYS  [1] heads: by instance, until when it counts as living and the version of its report
--       [2] reports by instance
--       [3] cooldowns: notes by deployment, and under '#' their version
-- ARGV  [1] this instance, [2] how many milliseconds it lives without another exchange, [3] version of its report,
--       [4] the report, or nothing when the server has it, [5] version of the cooldowns heard,
--       then name and version of each report heard
-- Returns {milliseconds now, 1 if this instance's report is missing, version of the cooldowns,
--          {deployment, note, ...} if that version is new, {instance, version, report or nothing, ...}}.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local heads, reports, cooldowns = KEYS[1], KEYS[2], KEYS[3]
local instance, life, version, report = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]

for _, key in ipairs(KEYS) do
  local found = redis.call('TYPE', key).ok
  if found ~= 'hash' and found ~= 'none' then
    redis.call('DEL', key)
  end
end

redis.call('HSET', heads, instance, string.format('%.0f', now + life) .. ' ' .. version)
redis.call('PEXPIRE', heads, 10 * life)
if report ~= '' then
  redis.call('HSET', reports, instance, report)
end
redis.call('PEXPIRE', reports, 10 * life)

local heard = {}
for i = 6, #ARGV, 2 do
  heard[ARGV[i]] = ARGV[i + 1]
end

local others = {}
local living = redis.call('HGETALL', heads)
for i = 1, #living, 2 do
  local other = living[i]
  local ends, newest = string.match(living[i + 1], '^(%d+) (%S+)$')
  ends = tonumber(ends)
  if not ends or ends <= now or ends > now + 10 * life then
    redis.call('HDEL', heads, other)
    redis.call('HDEL', reports, other)
  elseif other ~= instance then
    local new = heard[other] ~= newest and redis.call('HGET', reports, other) or ''
    others[#others + 1] = other
    others[#others + 1] = newest
    others[#others + 1] = new
  end
end

local notes = {}
local notesVersion = redis.call('HGET', cooldowns, '#') or ''
if notesVersion ~= ARGV[5] then
  local all = redis.call('HGETALL', cooldowns)
  for i = 1, #all, 2 do
    if all[i] ~= '#' then
      local ends = tonumber(string.match(all[i + 1], '^%d+'))
      if ends and ends > now then
        notes[#notes + 1] = all[i]
        notes[#notes + 1] = all[i + 1]
      else
        redis.call('HDEL', cooldowns, all[i])
      end
    end
  end
end

return {now, 1 - redis.call('HEXISTS', reports, instance), notesVersion, notes, others}
