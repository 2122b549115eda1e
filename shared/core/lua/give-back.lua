-- Gives leases back, for others to take.
--
-- KEYS[1]   leases (hash), KEYS[2] holders (sorted set): see hold.lua
-- ARGV[1]   the owner; what another has by now stays
-- ARGV[2]   '1' where it leaves: no share is kept for it
-- ARGV[3..] indexes
--
-- returns how many were its own

local owner = ARGV[1]
local given = 0
for i = 3, #ARGV do
  local stands = redis.call('HGET', KEYS[1], ARGV[i])
  if stands and string.match(stands, '^%d+ (.*)$') == owner then
    redis.call('HDEL', KEYS[1], ARGV[i])
    given = given + 1
  end
end
if ARGV[2] == '1' then
  redis.call('ZREM', KEYS[2], owner)
end
return given
