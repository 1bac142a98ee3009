-- Erase what we know of a person: contact, name, county, and the index that finds them.
--
-- a  now, person
-- -> {gone}

local name = key("person", a.person)
local index = redis.call("HGET", name, "index")
if not index then return cjson.encode({ gone = false }) end
redis.call("HDEL", key("people"), index)
redis.call("DEL", name)
fact("forget", { person = a.person })
return cjson.encode({ gone = true })
