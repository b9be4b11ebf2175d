-- Takes every charge and holds of every budget what is claimed, or nothing.
--
-- KEYS  where each charge is counted, then each budget
-- ARGV  [1] this instance, [2] how many milliseconds a slot lives that nobody confirms, then for each charge
--       'w' (a window), limit, amount, minute and amount of a correction that is still owed, or
--       's' (slots), limit, amount, number of the first slot, count and numbers of slots given back; for each budget
--       'b', bound, claim, and what this instance says of it, the claim included: version, what it adds to the books'
--       figure, that figure, end of its period. Dollars are whole billionths.
-- Returns {1, minute, used now for each charge} or {0, number of the charge, used before, milliseconds left} or
-- {0, number of the budget, spent and held before, spent}.
--
-- A window is a hash of minute and use, slots are a sorted set of names by the time they expire. Whatever else lies
-- under these keys is not ours and is thrown away.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local minute = math.floor(now / 60000)
local instance, life = ARGV[1], tonumber(ARGV[2])
local EXACT_MAX = 9007199254740992

local function whole(number)
  return string.format('%.0f', number)
end

-- Whether a claim fits; what it adds is said in any case.
local function judge(key, bound, claim, said)
  local known = read_budget(key, now, life)
  say(key, known, instance, said, now, life)
  local others = 0
  for name, part in pairs(known.parts) do
    others = others + (name == instance and 0 or part.dollars)
  end
  local taken = known.booked + others + math.max(0, said.dollars - claim)
  return taken < bound, taken, known.booked
end

-- The claims come to nothing.
local claims = {}
local function give_back()
  for _, one in ipairs(claims) do
    one.said.dollars = math.max(0, one.said.dollars - one.claim)
    say(one.key, read_budget(one.key, now, life), instance, one.said, now, life)
  end
end

local function used_in_window(key)
  local stored = redis.pcall('HMGET', key, 'minute', 'used')
  if stored.err then
    redis.call('DEL', key)
    return 0
  end
  local used = tonumber(stored[2])
  if tonumber(stored[1]) ~= minute or not used or not (used >= 0 and used <= EXACT_MAX) then
    return 0
  end
  return math.floor(used)
end

local function save_window(key, used)
  redis.call('HSET', key, 'minute', whole(minute), 'used', whole(used))
  redis.call('PEXPIRE', key, 120000)
end

local function slots_held(key)
  local expired = redis.pcall('ZREMRANGEBYSCORE', key, '-inf', now)
  if type(expired) == 'table' then
    redis.call('DEL', key)
    return 0
  end
  redis.call('ZREMRANGEBYSCORE', key, '(' .. whole(now + 2 * life), '+inf')
  return redis.call('ZCARD', key)
end

local charges, used = {}, {}
local full
local at = 3
for number, key in ipairs(KEYS) do
  local charge = {limit = tonumber(ARGV[at + 1]), amount = tonumber(ARGV[at + 2])}
  if ARGV[at] == 'b' then
    local said = said_at(at + 3)
    claims[#claims + 1] = {key = key, claim = charge.amount, said = said}
    local fits, taken, spent = judge(key, charge.limit, charge.amount, said)
    full = full or (not fits and {0, number, taken, spent}) or nil
    at = at + 7
  elseif ARGV[at] == 'w' then
    used[key] = used[key] or used_in_window(key)
    local owed = tonumber(ARGV[at + 4])
    if owed ~= 0 and tonumber(ARGV[at + 3]) == minute then
      used[key] = math.max(0, used[key] + owed)
      save_window(key, used[key])
    end
    charges[number] = charge
    at = at + 5
  else
    charge.slot = tonumber(ARGV[at + 3])
    local back = tonumber(ARGV[at + 4])
    for i = at + 5, at + 4 + back do
      redis.pcall('ZREM', key, instance .. ':' .. ARGV[i])
    end
    used[key] = used[key] or slots_held(key)
    charges[number] = charge
    at = at + 5 + back
  end
end
if full then
  give_back()
  return full
end

local taken = {}
for number, charge in ipairs(charges) do
  local key = KEYS[number]
  local before = taken[key] or 0
  if used[key] + before + charge.amount > charge.limit then
    give_back()
    return {0, number, used[key], 60000 - now % 60000}
  end
  taken[key] = before + charge.amount
end

local reply = {1, minute}
for number, charge in ipairs(charges) do
  local key = KEYS[number]
  if charge.slot then
    for i = 0, charge.amount - 1 do
      redis.call('ZADD', key, whole(now + life), instance .. ':' .. whole(charge.slot + i))
    end
    redis.call('PEXPIRE', key, 2 * life)
  else
    save_window(key, used[key] + taken[key])
  end
  reply[number + 2] = used[key] + taken[key]
end
return reply
