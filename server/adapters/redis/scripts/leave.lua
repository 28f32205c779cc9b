-- A node's lease ends now, and all its floors are free.
-- KEYS  1 set of nodes   2 floors: account → "TERM NODE"   3 version of the floors
-- ARGV  1 this node   2 prefix of nodes' leases
redis.call('DEL', ARGV[2] .. ARGV[1])
redis.call('SREM', KEYS[1], ARGV[1])
local floors = redis.call('HGETALL', KEYS[2])
for i = 1, #floors, 2 do
  local term, node = string.match(floors[i + 1], '^(%d+) (.*)$')
  if node == ARGV[1] then redis.call('HSET', KEYS[2], floors[i], term .. ' ') end
end
redis.call('INCR', KEYS[3])
return 1
