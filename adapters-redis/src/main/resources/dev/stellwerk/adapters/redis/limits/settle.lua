-- Tells the server what it has not been told or may have lost: corrections of windows, what is used at least, slots
-- that are still held, slots given back, what is on its way against budgets.
--
-- KEYS  where it is counted
-- ARGV  [1] this instance, [2] how many milliseconds a slot lives that nobody confirms,
--       [3] 'XX' if slots that the server does not know were given back meanwhile, 'CH' if it forgot them; then for
--       each key
--       'w', minute, correction, or
--       'u', minute, what is used at least, or
--       's', count and numbers of slots held, count and numbers of slots given back, or
--       'b', what this instance says of a budget: version, what it adds to the books' figure, that figure, end of its
--       period
-- What is said of a minute that is over is forgotten.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local minute = math.floor(now / 60000)
local instance, life, unknown = ARGV[1], tonumber(ARGV[2]), ARGV[3]

local function own(key, kind)
  local found = redis.call('TYPE', key).ok
  if found ~= kind and found ~= 'none' then
    redis.call('DEL', key)
  end
end

local function window(key, change)
  own(key, 'hash')
  local stored = redis.call('HMGET', key, 'minute', 'used')
  local used = change(tonumber(stored[1]) == minute and tonumber(stored[2]) or 0)
  redis.call('HSET', key, 'minute', string.format('%.0f', minute), 'used', string.format('%.0f', used))
  redis.call('PEXPIRE', key, 120000)
end

local at = 4
for _, key in ipairs(KEYS) do
  local amount = tonumber(ARGV[at + 2])
  if ARGV[at] == 'b' then
    say(key, read_budget(key, now, life), instance, said_at(at + 1), now, life)
    at = at + 5
  elseif ARGV[at] == 'w' or ARGV[at] == 'u' then
    local corrected = ARGV[at] == 'w'
    if tonumber(ARGV[at + 1]) == minute then
      window(key, function(used) return math.max(0, corrected and used + amount or math.max(used, amount)) end)
    end
    at = at + 3
  else
    own(key, 'zset')
    local held = tonumber(ARGV[at + 1])
    for i = at + 2, at + 1 + held do
      redis.call('ZADD', key, unknown, string.format('%.0f', now + life), instance .. ':' .. ARGV[i])
    end
    at = at + 2 + held
    local back = tonumber(ARGV[at])
    for i = at + 1, at + back do
      redis.call('ZREM', key, instance .. ':' .. ARGV[i])
    end
    at = at + 1 + back
    redis.call('PEXPIRE', key, 2 * life)
  end
end
return 1
