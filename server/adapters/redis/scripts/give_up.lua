-- A floor is free; its term stays, so that the next one is higher.
-- KEYS  1 floors: account → "TERM NODE"   2 version of the floors
-- ARGV  1 account   2 this node   3 the term in which it has it
if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[3] .. ' ' .. ARGV[2] then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[3] .. ' ')
  redis.call('INCR', KEYS[2])
end
return 1
