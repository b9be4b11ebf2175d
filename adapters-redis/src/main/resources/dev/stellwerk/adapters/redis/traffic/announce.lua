-- Publishes a cooldown and keeps it for instances that start later. The one that ends later holds.
--
-- KEYS  [1] cooldowns: a hash of notes by deployment, and under '#' a version that changes with every note
-- ARGV  [1] deployment, [2] milliseconds left, [3] the rest of the note, [4] channel

local key, deployment, left, rest = KEYS[1], ARGV[1], tonumber(ARGV[2]), ARGV[3]
local found = redis.call('TYPE', key).ok
if found ~= 'hash' and found ~= 'none' then
  redis.call('DEL', key)
end
local time = redis.call('TIME')
local ends = time[1] * 1000 + math.floor(time[2] / 1000) + left
local known = redis.call('HGET', key, deployment)
if not known or (tonumber(string.match(known, '^%d+')) or 0) < ends then
  redis.call('HSET', key, deployment, string.format('%.0f', ends) .. ' ' .. rest, '#', time[1] .. '.' .. time[2])
  redis.call('PEXPIRE', key, math.max(redis.call('PTTL', key), left + 1000))
end
redis.call('PUBLISH', ARGV[4], deployment .. ' ' .. ARGV[2] .. ' ' .. rest)
return 1
