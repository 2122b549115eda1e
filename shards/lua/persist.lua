-- Stores a shard's watermark, provided that this node remembers what it was told last.
--
-- KEYS[1]   watermark (string)
-- KEYS[2..] jobs that the shard enqueued (any type)
-- ARGV[1]   the watermark as JSON
-- ARGV[2]   its time to live in milliseconds
-- ARGV[3]   what should stand there now; '' for nothing
-- ARGV[4]   run id that the node had before; '' accepts any
--
-- returns { 1 if stored, what stood there or '', run id of the node, { 1 for each job that exists, else 0 } }

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
  jobs[i - 1] = redis.call('EXISTS', KEYS[i])
end
return { 1, stood, run, jobs }
