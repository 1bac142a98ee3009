-- Work that cannot be done: the entry is failed, with a reason the desk and its person see.
--
-- a  now, work, id, fence, why
-- -> {state} | {error: "lost"}

local record = key("owed", a.work, a.id)
if number(redis.call("HGET", record, "fence")) ~= a.fence then return refuse("lost") end
settle(a.work, a.id)
local e = entry_of(a.id)
if not e then return refuse("lost") end
redis.call("HSET", key("entry", a.id), "reason", a.why)
enter(a.id, e, "failed")
bump(a.id, e)
fact("fail", { entry = a.id, state = "failed" })
succeed(a.id, e)
return cjson.encode({ state = "failed" })
