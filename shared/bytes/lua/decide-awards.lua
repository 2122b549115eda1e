--[[
  Which of these messages may pay a daily award, as far as the copies of the accounts tell. Postgres decides; a needless
  'ask' costs a look there, and 'already' is only said where a committed or a fresh provisional award of the
  same day is known.

  KEYS[i]        account of message i (hash: v version, d last day, m message that paid it; pd, pm, pt: provisional
                 award's day, message and time)
  ARGV[1]        now, milliseconds
  ARGV[2], [3]   how long a provisional award is believed, how long a copy lives; milliseconds
  ARGV[2i+2], [2i+3]  day and message id of message i

  Returns a list: 'ask' (may pay, Postgres knows), 'already' (or too old to pay), or the message that paid this day,
  where that is committed.
]]
local now, believed, lifetime = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
assert(now and believed and lifetime, 'times must be numbers')
assert(#ARGV == 2 * #KEYS + 3, 'one day and one message per key')
for i = 1, #KEYS do assert(tonumber(ARGV[2 * i + 2]), 'a day must be a number') end

local function decide(account, day, message)
  local last, payer, pendingDay, pendingMessage, pendingSince =
    unpack(redis.call('HMGET', account, 'd', 'm', 'pd', 'pm', 'pt'))
  if payer == message or pendingMessage == message then return 'ask' end
  if tonumber(pendingDay) == day and now - tonumber(pendingSince) < believed then return 'already' end
  last = tonumber(last)
  if last and day == last then return payer end
  if last and day < last - 1 then return 'already' end -- too old to pay

  redis.call('HSET', account, 'pd', day, 'pm', message, 'pt', now)
  redis.call('PEXPIRE', account, lifetime)
  return 'ask'
end

local answers = {}
for i, account in ipairs(KEYS) do
  answers[i] = decide(account, tonumber(ARGV[2 * i + 2]), ARGV[2 * i + 3])
end
return answers
