--[[
  Installs committed rows as the copies of their accounts, where they are newer than what is there. That also ends a
  provisional award of the same member.

  KEYS[i]   account i (see decide-awards.lua)
  ARGV[1]   how long a copy lives, milliseconds
  ARGV[3i-1], [3i], [3i+1]   version, last day, message that paid it ('' where there is none) of account i

  Returns how many were installed.
]]
local lifetime = tonumber(ARGV[1])
assert(lifetime, 'a lifetime must be a number')
assert(#ARGV == 3 * #KEYS + 1, 'three values per key')
for i = 1, #KEYS do assert(tonumber(ARGV[3 * i - 1]), 'a version must be a number') end

local installed = 0
for i, account in ipairs(KEYS) do
  local version, day, message = ARGV[3 * i - 1], ARGV[3 * i], ARGV[3 * i + 1]
  local known = tonumber(redis.call('HGET', account, 'v') or -1)
  if tonumber(version) >= known then
    redis.call('DEL', account)
    redis.call('HSET', account, 'v', version)
    if day ~= '' then redis.call('HSET', account, 'd', day, 'm', message) end
    redis.call('PEXPIRE', account, lifetime)
    installed = installed + 1
  end
end
return installed
