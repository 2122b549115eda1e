--[[
  Counts a request that Discord refused (401, 403 or 429), in its minute.

  KEYS[1] refused requests by minute (hash: minute since 1970 -> number)
  ARGV[1] minutes over which they are counted

  Returns the number of them in this minute.
]]
local minutes = tonumber(ARGV[1])
local minute = math.floor(tonumber(redis.call('TIME')[1]) / 60)
for _, counted in ipairs(redis.call('HKEYS', KEYS[1])) do
  if tonumber(counted) < minute - minutes then
    redis.call('HDEL', KEYS[1], counted)
  end
end
local count = redis.call('HINCRBY', KEYS[1], string.format('%.0f', minute), 1)
redis.call('EXPIRE', KEYS[1], (minutes + 1) * 60)
return count
