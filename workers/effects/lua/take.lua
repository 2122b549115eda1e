--[[
  Gives a request to Discord its turn: never more than so many turns in any window, whoever asks.

  KEYS[1] turns given, newest first (list of milliseconds since 1970)
  KEYS[2] refused requests by minute (hash: minute since 1970 -> number)
  ARGV[1] turns in a window
  ARGV[2] length of the window, milliseconds
  ARGV[3] refused requests after which nothing more is sent
  ARGV[4] minutes over which they are counted
  ARGV[5] turns to leave to others: without so many free ones there is none now, and none ahead of time; 0: the next one

  Time is Redis' own, the only clock that all processes share.
  Returns {1, turn, milliseconds until then}; {2, when to ask again, milliseconds until then}; or {0, refused requests, 0}
  where nothing may be sent.
]]
local turns, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local most, minutes, leave = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local refused = 0
local counted = redis.call('HGETALL', KEYS[2])
for i = 1, #counted, 2 do
  if tonumber(counted[i]) > now / 60000 - minutes then
    refused = refused + tonumber(counted[i + 1])
  end
end
if refused >= most then
  return {0, refused, 0}
end

local newest = tonumber(redis.call('LINDEX', KEYS[1], 0) or 0)
if newest > now + 60000 then -- the clock was set back
  redis.call('DEL', KEYS[1])
  newest = 0
end
if leave > 0 then
  local last = tonumber(redis.call('LINDEX', KEYS[1], turns - leave - 1) or 0)
  local free = math.max(newest, last + window)
  if free > now then
    return {2, free, free - now}
  end
end
local before = tonumber(redis.call('LINDEX', KEYS[1], turns - 1) or 0)
local turn = math.max(now, newest, before + window)
redis.call('LPUSH', KEYS[1], string.format('%.0f', turn))
redis.call('LTRIM', KEYS[1], 0, turns - 1)
redis.call('EXPIRE', KEYS[1], 60)
return {1, turn, turn - now}
