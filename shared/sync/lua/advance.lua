--[[
  Notes how far a load of a guild's members is. Goes forward only: of the same attempt of a run the greater number of
  chunks counts, and a later attempt or run counts more than an earlier one.

  KEYS[1]  hash: run, attempt, chunks, done, members, startedAt, finished
  ARGV[1]  how long it is kept, milliseconds
  ARGV[2..8]  run (a number of ours), attempt, chunks, done, members, startedAt, finished (0 or 1)

  Returns 1 where it was noted.
]]
local lifetime, run, attempt, done, finished =
  tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[5]), tonumber(ARGV[8])
assert(lifetime and run and attempt and done and finished, 'numbers are wanted')

local known = redis.call('HMGET', KEYS[1], 'run', 'attempt', 'done', 'finished')
local function rank(r, a, d, f) return { r or 0, a or 0, f or 0, d or 0 } end
local old = rank(tonumber(known[1]), tonumber(known[2]), tonumber(known[3]), tonumber(known[4]))
local new = rank(run, attempt, done, finished)
for i = 1, 4 do
  if new[i] > old[i] then break end
  if new[i] < old[i] then return 0 end
end
redis.call('HSET', KEYS[1], 'run', ARGV[2], 'attempt', ARGV[3], 'chunks', ARGV[4], 'done', ARGV[5],
  'members', ARGV[6], 'startedAt', ARGV[7], 'finished', ARGV[8])
redis.call('PEXPIRE', KEYS[1], lifetime)
return 1
