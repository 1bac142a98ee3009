-- A mention's photo is here: from now on its entry goes the way of an upload.
--
-- a  now, id, fence, hash, size
-- -> {state} | {error: "lost" | "unlinking"}

local record = key("owed", "fetch", a.id)
if number(redis.call("HGET", record, "fence")) ~= a.fence then return refuse("lost") end
local e = entry_of(a.id)
if not e or e.state ~= "received" then
  settle("fetch", a.id)
  return refuse("lost")
end
if unlinking(a.hash) then return refuse("unlinking") end
settle("fetch", a.id)
local same = key("same", a.hash)
local again_seen = redis.call("HLEN", same) > 0
redis.call("HSET", key("entry", a.id), "hash", a.hash)
e.hash = a.hash
redis.call("HSETNX", same, e.sender, a.id)
redis.call("SADD", key("blob", a.hash), a.id)
redis.call("ZREM", key("owed"), "unlink:" .. a.hash)
fact("fetch", { entry = a.id, hash = a.hash, size = a.size })
if again_seen then
  twin(a.id, e)
else
  owe("develop", a.id, a.now + HANDED_OUT)
end
return cjson.encode({ state = e.state })
