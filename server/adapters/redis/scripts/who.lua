-- Who of an account is connected at which living node.
-- KEYS  1 set of nodes
-- ARGV  1 account   2 prefix of nodes' leases   3 prefix of the sets of people: PREFIX NODE ":" ACCOUNT
-- Returns  a node, then a list of its people, for each
local found = {}
for _, node in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  if redis.call('EXISTS', ARGV[2] .. node) == 1 then
    found[#found + 1] = node
    found[#found + 1] = redis.call('SMEMBERS', ARGV[3] .. node .. ':' .. ARGV[1])
  end
end
return found
