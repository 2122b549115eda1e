--[[
  Lets entries (messages, joins) into their windows, and tells which of them belong to a burst of a rule. A window is
  one member's in a guild, one fingerprint's in a guild, or one guild's joins; what the words mean is said in
  windows.ts. Repeating a call changes nothing and tells the same.

  KEYS[i]  window i: version (1 byte), number of bursts (1), bursts, records. One of another version starts anew.
           A record (31): id, channel, x (8 each), mentions (1), slots of the rules it counts for (6, slot 0 last). `x`
           is the fingerprint (zeros: none) in a member's window and the member in the others. In order of ids.
           A burst (21): slot (1), id (8), first and last time at which its rule held (6 each).
  ARGV[1]  most records of a window; how much older than its newest an entry may come (4 each)
  ARGV[2]  rule sets: longest `within` (4), least `atLeast` of the rules that count entries one by one (1), number of
           rules (1), rules. A rule (8): slot (1), what it counts (1, see below), atLeast, atOnce (1 each), within (4).
  ARGV[3]  of each window: number of its rule set, from 1 (2); number of new records (2); 1 where one of them counts for
           a rule that a small number of entries does not keep from holding (1); the new records, in order of ids.

  Numbers are big-endian, times milliseconds since Discord's epoch. Ids are 48 and 16 bits, the first 48 their time in
  64ths of a millisecond; as strings they are never compared with `<`, which follows the locale of the server.

  Returns what is held as one string, 42 bytes each: number of the window (4), slot (1), whether it holds there (1),
  reached (4), burst (8), and the first 24 bytes of the record.
]]
local floor, min, max, sub, byte, char = math.floor, math.min, math.max, string.sub, string.byte, string.char
local pack, unpack, call, assert = struct.pack, struct.unpack, redis.call, assert

local VERSION, HEAD, BURST, RECORD = 1, 2, 21, 31
local MOST_BURSTS = 255 -- their number is one byte
local SPARE = 4 -- so many records may outstay their time, since to drop one costs as much as to drop four
local FEW = 4 -- new records: a look at each costs less than to measure all
local EMPTY = char(VERSION, 0)
local NO_PRINT = string.rep('\0', 8)
local DUPLICATES, CHANNELS, MENTIONS, MEMBERS, MATCHES = 2, 3, 4, 5, 7 -- 1 and 6: numbers of messages and joins
local IS_DISTINCT = { [CHANNELS] = true, [MEMBERS] = true }
local IS_EASY = { [MENTIONS] = true, [MATCHES] = true } -- may hold at fewer records than `atLeast`

assert(#KEYS > 0 and #ARGV == 3 and #ARGV[1] == 8, 'windows, two numbers, rule sets and records are wanted')
local most, latest = unpack('>I4I4', ARGV[1])
local packed, data = ARGV[2], ARGV[3]

local sets = {}
do
  local at = 1
  while at <= #packed do
    local longest, fewest, rules = unpack('>I4BB', packed, at)
    sets[#sets + 1] = { longest = longest, fewest = fewest, lifetime = tostring(latest + longest), from = at + 6, count = rules }
    at = at + 6 + 8 * rules
  end
  assert(at == #packed + 1, 'a rule set is cut off')
end

do -- all is checked before anything is written
  local at = 1
  for _ = 1, #KEYS do
    local set, many = unpack('>I2I2', data, at)
    assert(sets[set] and many > 0, 'a window needs a rule set and records')
    local last = at + 4 + RECORD * many
    for record = at + 5 + RECORD, last, RECORD do
      local high, low = unpack('>I6I2', data, record - RECORD)
      local nextHigh, nextLow = unpack('>I6I2', data, record)
      assert(nextHigh > high or (nextHigh == high and nextLow >= low), 'records must be in order')
    end
    at = last + 1
  end
  assert(at == #data + 1, 'more records than windows')
end

local function rulesOf(set)
  if set.rules then return set.rules end
  set.rules = {}
  for at = set.from, set.from + 8 * (set.count - 1), 8 do
    local slot, counts, atLeast, atOnce, within = unpack('>BBBBI4', packed, at)
    set.rules[#set.rules + 1] =
      { slot = slot, bit = 2 ^ slot, counts = counts, atLeast = atLeast, atOnce = atOnce, within = within }
  end
  return set.rules
end

-- The window at hand: its value, where its records begin, its bursts; and where in `data` its new records are.
local value, base, bursts, newFrom, newTo

local function read(key)
  value, base = call('GET', key), HEAD + 1
  if not value or byte(value) ~= VERSION then value = EMPTY end
  base = base + BURST * (byte(value, 2) or 0)
  if base > #value + 1 or (#value - base + 1) % RECORD ~= 0 then value, base = EMPTY, HEAD + 1 end
end

local function timeAt(at) return floor(unpack('>I6', value, at) / 64) end

-- Adds a record. One that is there only gets its slots; one that comes too late is left out.
local function insert(record)
  local high, low = unpack('>I6I2', record)
  local at = #value - RECORD + 1
  while at >= base do
    local otherHigh, otherLow = unpack('>I6I2', value, at)
    if otherHigh < high or (otherHigh == high and otherLow < low) then break end
    if otherHigh == high and otherLow == low then
      local slots = ''
      for i = 25, RECORD - 1 do slots = slots .. char(bit.bor(byte(value, at + i), byte(record, i + 1))) end
      value = sub(value, 1, at + 24) .. slots .. sub(value, at + RECORD)
      return
    end
    at = at - RECORD
  end
  at = at + RECORD
  if at < #value and floor(high / 64) < timeAt(#value - RECORD + 1) - latest then return end
  value = sub(value, 1, at - 1) .. record .. sub(value, at)
end

-- Where the records begin that are later than a time.
local function after(time)
  local at = #value + 1
  while at > base and timeAt(at - RECORD) > time do at = at - RECORD end
  return at
end

-- The window's head, without the bursts that nothing can touch any more.
local function headSince(horizon)
  table.sort(bursts, function(a, b) return a.last > b.last end)
  local parts = {}
  for i = 1, min(#bursts, MOST_BURSTS) do
    if bursts[i].last < horizon then break end
    parts[i] = pack('>Bc8I6I6', bursts[i].slot, bursts[i].id, bursts[i].first, bursts[i].last)
  end
  return char(VERSION, #parts) .. table.concat(parts)
end

-- Whether the one's id is to stay where two bursts become one: what was told before, then what is earlier.
local function isBefore(burst, other)
  if burst.isNew ~= other.isNew then return other.isNew end
  local high, low, otherHigh, otherLow = unpack('>I6I2I6I2', burst.id .. other.id)
  return high < otherHigh or (high == otherHigh and low < otherLow)
end

-- The burst of a rule that holds at this time, at an entry of this id: one that is within reach, joined with all others
-- that are, or a new one.
local function burstAt(rule, time, id)
  local burst = { slot = rule.slot, first = time, last = time }
  for i = #bursts, 1, -1 do
    local other = bursts[i]
    if other.slot == rule.slot and time >= other.first - rule.within and time <= other.last + rule.within then
      table.remove(bursts, i)
      if not burst.id or isBefore(other, burst) then burst.id, burst.isNew = other.id, other.isNew end
      burst.first, burst.last = min(burst.first, other.first), max(burst.last, other.last)
    end
  end
  if not burst.id then burst.id, burst.isNew = id, true end
  bursts[#bursts + 1] = burst
  return burst
end

local function holdsAlone(rule, mentions)
  return rule.counts == MATCHES or (rule.counts == MENTIONS and rule.atOnce > 0 and mentions >= rule.atOnce)
end

-- Whether a rule holds at a record. Asked before anything is measured, since nearly always it does not.
local function holdsAt(rule, at)
  local counts, bit, twice = rule.counts, rule.bit, 2 * rule.bit
  local high, _, _, own, mentions, slots = unpack('>I6I2c8c8BI6', value, at)
  if slots % twice < bit or (counts == DUPLICATES and own == NO_PRINT) then return false end
  if holdsAlone(rule, mentions) then return true end
  local since, sum, seen = (floor(high / 64) - rule.within + 1) * 64, 0, IS_DISTINCT[counts] and {}
  while at >= base do
    local high, _, channel, x, mentions, slots = unpack('>I6I2c8c8BI6', value, at)
    if high < since then return false end
    if slots % twice >= bit and (counts ~= DUPLICATES or x == own) then
      local distinct = counts == CHANNELS and channel or x
      if not seen or not seen[distinct] then sum = sum + (counts == MENTIONS and mentions or 1) end
      if sum >= rule.atLeast then return true end
      if seen then seen[distinct] = true end
    end
    at = at - RECORD
  end
  return false
end

-- Lists of the records that count for a rule, used again for the next: where they are, their times, their groups (only
-- what is of one group counts together), what of them counts once, how much, the count reached, whether that is enough
-- (`full`), whether the rule holds there; and for `hold`: by which record they are held, and whether they, or those that
-- count towards them, are new.
local ats, times, groups, onces, weights, reached, full, holds = {}, {}, {}, {}, {}, {}, {}, {}
local covers, isNew, isHelped = {}, {}, {}

-- Fills them with what is later than a time; answers how many there are.
local function measure(rule, time)
  local counts, within, bit, twice = rule.counts, rule.within, rule.bit, 2 * rule.bit
  local isDistinct, sums, seen, first, n = IS_DISTINCT[counts], {}, {}, 1, 0
  for at = after(time), #value, RECORD do
    local high, _, channel, x, mentions, slots = unpack('>I6I2c8c8BI6', value, at)
    if slots % twice >= bit and not (counts == DUPLICATES and x == NO_PRINT) then
      n = n + 1
      local time, group = floor(high / 64), counts == DUPLICATES and x or 1
      local once, weight = counts == CHANNELS and channel or x, counts == MENTIONS and mentions or 1
      ats[n], times[n], groups[n], onces[n], weights[n] = at, time, group, once, weight
      if isDistinct then seen[once] = (seen[once] or 0) + 1 end
      if not isDistinct or seen[once] == 1 then sums[group] = (sums[group] or 0) + weight end
      while times[first] <= time - within do
        local old = onces[first]
        if isDistinct then seen[old] = seen[old] - 1 end
        if not isDistinct or seen[old] == 0 then sums[groups[first]] = sums[groups[first]] - weights[first] end
        first = first + 1
      end
      reached[n] = counts == MATCHES and 1 or sums[group]
      full[n] = counts ~= MATCHES and reached[n] >= rule.atLeast
      holds[n] = full[n] or holdsAlone(rule, mentions)
    end
  end
  return n
end

-- Tells what a rule holds because of the new records, the first of which is of this time: those themselves, and whatever
-- else is held by a record at which the rule holds with their help.
local function hold(rule, time, held, window)
  local added, nextFull, latestNew, latestHolding = {}, {}, {}, {}
  for at = newFrom, newTo, RECORD do added[sub(data, at, at + 7)] = true end
  local n = measure(rule, time - 2 * rule.within)
  for i = n, 1, -1 do -- held by the next one that it counts towards
    local group = groups[i]
    if full[i] then nextFull[group] = i end
    local next = holds[i] and i or nextFull[group]
    covers[i] = next and times[next] - times[i] < rule.within and next
  end
  for i = 1, n do -- else by the latest one before it
    local group, id = groups[i], sub(value, ats[i], ats[i] + 7)
    isNew[i] = added[id]
    if isNew[i] then latestNew[group] = i end
    local new, last = latestNew[group], latestHolding[group]
    isHelped[i] = holds[i] and (isNew[i] or (full[i] and new and times[i] - times[new] < rule.within))
    if isHelped[i] then burstAt(rule, times[i], id) end
    if holds[i] then latestHolding[group] = i end
    if not covers[i] and last and times[i] - times[last] <= rule.within then covers[i] = last end
  end
  for i = 1, n do
    local by = covers[i]
    if by and (isNew[i] or isHelped[by]) then
      local burst = burstAt(rule, times[by], sub(value, ats[by], ats[by] + 7))
      held[#held + 1] = pack('>I4BBI4', window, rule.slot, holds[i] and 1 or 0, reached[i])
        .. burst.id .. sub(value, ats[i], ats[i] + 23)
    end
  end
end

-- Whether a rule held shortly before a time, or may hold from then on. `slots` are those of the only record that is new
-- where it is the last one as well.
local function mayHold(rule, time, slots)
  if slots and slots % (2 * rule.bit) < rule.bit then return false end
  for i = 1, #bursts do
    if bursts[i].slot == rule.slot and bursts[i].last >= time - rule.within then return true end
  end
  local at = #value - RECORD * rule.atLeast + 1
  if not IS_EASY[rule.counts] and (at < base or timeAt(at) <= time - rule.within) then return false end
  local from = slots and #value - RECORD + 1 or after(time - 1)
  if #value - from > FEW * RECORD then return true end
  for at = from, #value, RECORD do
    if holdsAt(rule, at) then return true end
  end
  return false
end

local held, position = {}, 1
for i = 1, #KEYS do
  local number, many, isEasy, high = unpack('>I2I2BI6', data, position)
  local set = sets[number]
  newFrom, newTo = position + 5, position + 4 + RECORD * many
  position = newTo + 1

  read(KEYS[i])
  local slots
  if many == 1 and (#value < base or high > unpack('>I6', value, #value - RECORD + 1)) then
    value, slots = value .. sub(data, newFrom, newTo), unpack('>I6', data, newTo - 5)
  else
    for at = newFrom, newTo, RECORD do insert(sub(data, at, at + RECORD - 1)) end
  end

  local time, horizon = floor(high / 64), timeAt(#value - RECORD + 1) - latest - 2 * set.longest
  local spare = base + SPARE * RECORD
  if spare < #value and (#value - spare >= most * RECORD or timeAt(spare) < horizon) then
    local keep = max(spare, #value - RECORD * most + 1)
    while timeAt(keep) < horizon do keep = keep + RECORD end
    value = sub(value, 1, base - 1) .. sub(value, keep)
  end

  local at = #value - RECORD * set.fewest + 1
  if isEasy == 1 or base > HEAD + 1 or (at >= base and timeAt(at) > time - set.longest) then
    local from = base
    bursts = {}
    for head = HEAD + 1, from - 1, BURST do
      local slot, id, first, last = unpack('>Bc8I6I6', value, head)
      bursts[#bursts + 1] = { slot = slot, id = id, first = first, last = last }
    end
    base = max(base, #value - RECORD * most + 1)
    while timeAt(base) < horizon do base = base + RECORD end
    for _, rule in ipairs(rulesOf(set)) do
      if mayHold(rule, time, slots) then hold(rule, time, held, i) end
    end
    if #bursts > 0 or from > HEAD + 1 then value = headSince(horizon) .. sub(value, base) end
  end
  call('PSETEX', KEYS[i], set.lifetime, value)
end
return table.concat(held)
