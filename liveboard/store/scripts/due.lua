-- What is owed and due: the sweeper hands it out again. Each is put off a little,
-- so that it is not handed out at every sweep; whoever claims it sets its own time.
--
-- a  now, again (ms), far (ms), limit (how many)
-- -> {owed: ["kind:id", …]}

window()
local found = redis.call("ZRANGEBYSCORE", key("owed"), "-inf", a.now, "LIMIT", 0, a.limit)
-- Nothing is promised for so far ahead: a clock that has been set back made it so.
local lost = redis.call("ZRANGEBYSCORE", key("owed"), a.now + a.far, "+inf", "LIMIT", 0, a.limit)
for _, member in ipairs(lost) do
  redis.call("ZADD", key("owed"), a.now, member)
  found[#found + 1] = member
end
for _, member in ipairs(found) do
  if string.sub(member, 1, 8) ~= "publish:" then
    redis.call("ZADD", key("owed"), "XX", a.now + a.again, member)
  end
end
return cjson.encode({ owed = found })
