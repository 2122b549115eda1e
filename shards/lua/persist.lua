-- Stores a shard's watermark, provided that this node remembers what it was told last.
--
-- KEYS[1]   watermark (string)
-- KEYS[2..] jobs that the shard enqueued (hash)
-- ARGV[1]   the watermark as JSON
-- ARGV[2]   its time to live in milliseconds
-- ARGV[3]   what should stand there now; '' for nothing
-- ARGV[4]   run id that the node had before; '' accepts any
--
-- returns { 1 if stored, what stood there or '', run id of the node, { 1 for each job that is to be done, else 0 } }
--
-- A done job is removed, but one that failed for good stays for people to look at, with its `finishedOn`.

local value, ttl, expected, expectedRun = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

local stood = redis.call('GET', KEYS[1]) or ''
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') or ''
local remembers = stood == expected or stood == value -- the latter when this call is a repetition
if not remembers or (expectedRun ~= '' and run ~= expectedRun) then
  return { 0, stood, run, {} }
end

redis.call('SET', KEYS[1], value, 'PX', ttl)
local jobs = {}
for i = 2, #KEYS do
  local isOpen = redis.call('EXISTS', KEYS[i]) == 1 and redis.call('HEXISTS', KEYS[i], 'finishedOn') == 0
  jobs[i - 1] = isOpen and 1 or 0
end
return { 1, stood, run, jobs }
