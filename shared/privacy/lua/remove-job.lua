--[[
  Removes a job that stands in its queue without being worked on: one that BullMQ gave up on, or one that was set aside.
  One that is done again by now stays as it is.

  KEYS[1]   failed jobs of the queue (sorted set of BullMQ)
  KEYS[2]   the job (hash of BullMQ); ours have no parents, children or logs
  KEYS[3]   jobs that wait there (list of BullMQ); only of a queue that nobody works on
  ARGV[1]   id of the job

  Returns 1, or 0 where it does not stand there.
]]
local stood = redis.call('ZREM', KEYS[1], ARGV[1])
if KEYS[3] then stood = stood + redis.call('LREM', KEYS[3], 1, ARGV[1]) end
if stood == 0 then return 0 end
redis.call('UNLINK', KEYS[2])
return 1
