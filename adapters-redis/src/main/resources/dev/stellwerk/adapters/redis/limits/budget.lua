-- What instances hold of a budget; stands before the scripts that need it. Dollars are whole billionths.
--
-- A budget is a hash. Its field 'book' holds the end of the period, what the books showed in it, and until when that is
-- believed; a field for each instance holds the version of what it said last, what it adds to the books' figure, and
-- until when that is believed. Whatever else lies there is not ours and is thrown away.

local BOOK_LIFE = 660000 -- longer than the ten minutes for which an instance may believe a record without asking

local function three(a, b, c)
  return string.format('%.0f:%.0f:%.0f', a, b, c)
end

local function numbers(text)
  local a, b, c = string.match(text, '^(%d+):(%d+):(%d+)$')
  return tonumber(a), tonumber(b), tonumber(c)
end

-- Everything that is known; the instances' parts by their names.
local function read_budget(key, now, life)
  local stored = redis.pcall('HGETALL', key)
  if stored.err then
    redis.call('DEL', key)
    stored = {}
  end
  local known = {parts = {}}
  for i = 1, #stored, 2 do
    local name = stored[i]
    local a, b, till = numbers(stored[i + 1])
    if not a or till <= now or till > now + (name == 'book' and BOOK_LIFE or 2 * life) then
      redis.call('HDEL', key, name)
    elseif name == 'book' then
      known.period, known.booked = a, b
    else
      known.parts[name] = {version = a, dollars = b}
    end
  end
  return known
end

-- Takes in what an instance says, unless it has said something newer. Of two figures in a period the higher is the
-- newer one, as spend only grows; one that was set back is believed once the higher is forgotten.
local function say(key, known, instance, said, now, life)
  local old = known.parts[instance]
  if not old or said.version >= old.version then
    known.parts[instance] = {version = said.version, dollars = said.dollars}
    redis.call('HSET', key, instance, three(said.version, said.dollars, now + life))
  end
  local newer = not known.period or said.period > known.period
  if newer or (said.period == known.period and said.booked > known.booked) then
    known.period, known.booked = said.period, said.booked
    redis.call('HSET', key, 'book', three(said.period, said.booked, now + BOOK_LIFE))
  end
  redis.call('PEXPIRE', key, BOOK_LIFE)
end

local function said_at(at)
  return {
    version = tonumber(ARGV[at]),
    dollars = tonumber(ARGV[at + 1]),
    booked = tonumber(ARGV[at + 2]),
    period = tonumber(ARGV[at + 3]),
  }
end

