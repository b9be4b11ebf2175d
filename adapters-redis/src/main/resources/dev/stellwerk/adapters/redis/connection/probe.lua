-- Does the server do what we need: run scripts, take writes, tell the time? KEYS[1] is ours. Returns milliseconds.
redis.call('SET', KEYS[1], '1', 'PX', 10000)
local time = redis.call('TIME')
return time[1] * 1000 + math.floor(time[2] / 1000)
