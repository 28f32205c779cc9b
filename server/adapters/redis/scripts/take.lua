-- A node wants a floor.
-- KEYS  1 floors: account → "TERM NODE"   2 version of the floors
-- ARGV  1 account   2 this node   3 the highest term that it knows   4 prefix of nodes' leases
-- Returns  1 or 0, whether it is granted, and the term that stands now
local term, node = '0', ''
local known = redis.call('HGET', KEYS[1], ARGV[1])
if known then term, node = string.match(known, '^(%d+) (.*)$') end
if node ~= '' and node ~= ARGV[2] and redis.call('EXISTS', ARGV[4] .. node) == 1 then
  return {0, term}
end
local next_term = string.format('%.0f', math.max(tonumber(term), tonumber(ARGV[3])) + 1)
redis.call('HSET', KEYS[1], ARGV[1], next_term .. ' ' .. ARGV[2])
redis.call('INCR', KEYS[2])
return {1, next_term}
