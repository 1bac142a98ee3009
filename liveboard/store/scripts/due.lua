-- What is owed and due: the sweeper hands it out again. Each is put off a little,
-- so that it is not handed out at every sweep; whoever claims it sets its own time.
--
-- a  now, again (ms), limit (how many), closes?
-- -> {owed: ["kind:id", …]}

latched()
local found = redis.call("ZRANGEBYSCORE", key("owed"), "-inf", a.now, "LIMIT", 0, a.limit)
for _, member in ipairs(found) do
  if string.sub(member, 1, 8) ~= "publish:" then
    redis.call("ZADD", key("owed"), "XX", a.now + a.again, member)
  end
end
return cjson.encode({ owed = found })
