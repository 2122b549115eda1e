--[[
  Decides which entries of a log go into one message, once: a retry finds the same ones together.

  KEYS[1] the message that the first entry begins (string: JSON array of its entries; empty once it was sent)
  KEYS[2...] entries, the first one first (string: the nonce of the entry that its message began with)
  ARGV[1] lifetime, milliseconds
  ARGV[2] nonce of the first entry
  ARGV[3...] the entries as JSON

  Where the first one has a message already, nothing changes. Entries that have another one are left out.
  Returns the nonce that the first one's message began with.
]]
local known = redis.call('GET', KEYS[2])
if known then
  return known
end
local together = {}
for i = 3, #ARGV do
  if redis.call('SET', KEYS[i - 1], ARGV[2], 'PX', ARGV[1], 'NX') then
    together[#together + 1] = ARGV[i]
  end
end
redis.call('SET', KEYS[1], '[' .. table.concat(together, ',') .. ']', 'PX', ARGV[1])
return ARGV[2]
