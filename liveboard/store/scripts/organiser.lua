-- Add or change an organiser's account; with `first`, only against that first-run link,
-- which is used up.
--
-- a  name, record (JSON text), new, first?
-- -> {ok: true} | {error: "taken" | "absent" | "used"}

local there = redis.call("HEXISTS", key("organisers"), a.name) == 1
if a.first and redis.call("GET", key("first")) ~= a.first then return refuse("used") end
if a.new and there then return refuse("taken") end
if not a.new and not there then return refuse("absent") end
redis.call("HSET", key("organisers"), a.name, a.record)
if a.first then redis.call("DEL", key("first")) end
return cjson.encode({ ok = true })
