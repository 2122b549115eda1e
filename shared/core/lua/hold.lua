-- Renews a holder's leases of one kind, and gives it what falls to it.
--
-- KEYS[1]   leases (hash): index → '<until> <owner>'; `table` → which table this is; `latest` → when anybody was here last;
--           `settles` → when free ones may be given
-- KEYS[2]   holders (sorted set): owner → when it was here last
-- ARGV[1]   the owner: '<name> <id>'
-- ARGV[2]   how many leases there are
-- ARGV[3]   for how long one is given, milliseconds
-- ARGV[4]   how many holders to expect at least, as long as nobody has what is free; 0: the owner keeps what it has, takes
--           nothing, and no share is kept for it
-- ARGV[5]   the table that the owner saw last; '' at its first turn
-- ARGV[6]   the name of a new table
-- ARGV[7..] indexes that it had
--
-- returns { table, { indexes that it has now }, { those of them to be given back, since others have too few } }
--
-- Time is Redis' own, the only clock that all hosts share. At its first turn an owner also gets what a former one of its
-- name had: that one is dead. Where the table is another than the one it saw, Redis lost its memory; where others had some,
-- and nobody was here for longer than a lease, Redis was away. Either way each takes again what it had, and what is free
-- then is given to nobody until all had the time for it.

local lifetime = 24 * 60 * 60 * 1000 -- milliseconds; of what tells who had what, should Redis be away

local leases, holders = KEYS[1], KEYS[2]
local owner, count, ttl, expected = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local known, fresh = ARGV[5], ARGV[6]
local rests = expected == 0
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local deadline = string.format('%.0f', now + ttl)

local name = string.match(owner, '^%S+') .. ' '
local function isMine(other)
  return other == owner or (known == '' and string.sub(other, 1, #name) == name)
end

local seen = redis.call('HGET', leases, 'table') or fresh
local latest = tonumber(redis.call('HGET', leases, 'latest') or now)
redis.call('HSET', leases, 'table', seen, 'latest', string.format('%.0f', now))

redis.call('ZREMRANGEBYSCORE', holders, '-inf', string.format('%.0f', now - ttl))
for _, other in ipairs(redis.call('ZRANGE', holders, 0, -1)) do
  if isMine(other) then
    redis.call('ZREM', holders, other)
  end
end
if not rests then
  redis.call('ZADD', holders, now, owner)
end

local had = {}
for i = 7, #ARGV do
  had[tonumber(ARGV[i])] = true
end

local entries, wereOthers = {}, false
for index = 0, count - 1 do
  local till, other = string.match(redis.call('HGET', leases, index) or '', '^(%d+) (.*)$')
  entries[index] = { other = other, isOver = till == nil or tonumber(till) <= now }
  wereOthers = wereOthers or (other ~= nil and not isMine(other))
end

local lostMemory = known ~= '' and known ~= seen
local wasAway = now - latest > ttl and wereOthers
if lostMemory or wasAway then
  redis.call('HSET', leases, 'settles', deadline)
end
local settles = now < tonumber(redis.call('HGET', leases, 'settles') or 0)

local mine, free, held = {}, {}, { [owner] = 0 }
for index = 0, count - 1 do
  local other = entries[index].other
  if entries[index].isOver and not (settles and other and isMine(other)) then
    other = nil
  end
  if (other and isMine(other)) or (other == nil and had[index]) then
    mine[#mine + 1] = index
    held[owner] = held[owner] + 1
  elseif other then
    held[other] = (held[other] or 0) + 1
  else
    free[#free + 1] = index
  end
end

-- Who has most keeps most: nothing moves that need not. Equal ones go by name.
local function shareAmong(many)
  local before = 0
  for _, other in ipairs(redis.call('ZRANGE', holders, 0, -1)) do
    local has = held[other] or 0
    if has > held[owner] or (has == held[owner] and other < owner) then
      before = before + 1
    end
  end
  local share = math.floor(count / many)
  return before < count % many and share + 1 or share
end

local here = redis.call('ZCARD', holders)
if not (settles or rests) then
  local most = shareAmong(math.max(here, expected))
  for _, index in ipairs(free) do
    if #mine >= most then
      break
    end
    mine[#mine + 1] = index
  end
end

held[owner] = #mine
local share = rests and #mine or shareAmong(here)
local surplus = {}
for i = #mine, share + 1, -1 do
  surplus[#surplus + 1] = mine[i]
end

for _, index in ipairs(mine) do
  redis.call('HSET', leases, index, deadline .. ' ' .. owner)
end
redis.call('PEXPIRE', leases, lifetime)
redis.call('PEXPIRE', holders, ttl)
return { seen, mine, surplus }
