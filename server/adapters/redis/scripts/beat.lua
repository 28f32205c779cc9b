-- Renews a node's lease and looks around. Frees what dead nodes owned.
-- KEYS  1 set of nodes   2 floors: account → "TERM NODE"   3 version of the floors   4 memory
-- ARGV  1 this node   2 "1" when it is leaving   3 its lease in ms   4 prefix of nodes' leases
--       5 a random word, for a memory that is empty   6 the memory, 7 the version that it knows
-- Returns  memory, version, nodes as "id 0|1" each, floors as account, "TERM NODE" each (none when
--          it knows this version)
redis.call('SET', ARGV[4] .. ARGV[1], ARGV[2], 'PX', ARGV[3])
redis.call('SADD', KEYS[1], ARGV[1])
redis.call('SET', KEYS[4], ARGV[5], 'NX')

local nodes, dead = {}, {}
for _, node in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local leaving = redis.call('GET', ARGV[4] .. node)
  if leaving then
    nodes[#nodes + 1] = node .. ' ' .. leaving
  else
    redis.call('SREM', KEYS[1], node)
    dead[node] = true
  end
end

if next(dead) then
  local floors = redis.call('HGETALL', KEYS[2])
  for i = 1, #floors, 2 do
    local term, node = string.match(floors[i + 1], '^(%d+) (.*)$')
    if dead[node] then redis.call('HSET', KEYS[2], floors[i], term .. ' ') end
  end
  redis.call('INCR', KEYS[3])
end

local memory = redis.call('GET', KEYS[4])
local version = redis.call('GET', KEYS[3]) or '0'
local floors = {}
if memory ~= ARGV[6] or version ~= ARGV[7] then floors = redis.call('HGETALL', KEYS[2]) end
return {memory, version, nodes, floors}
