-- Add or change an organiser's account; with `first`, only against that first-run link and only
-- while there is no organiser. Any new account uses the link up.
--
-- a  name, record (JSON text), new, first?
-- -> {ok: true} | {error: "taken" | "absent" | "used"}

local there = redis.call("HEXISTS", key("organisers"), a.name) == 1
if a.first then
  local good = redis.call("GET", key("first")) == a.first
  if not good or redis.call("HLEN", key("organisers")) > 0 then return refuse("used") end
end
if a.new and there then return refuse("taken") end
if not a.new and not there then return refuse("absent") end
redis.call("HSET", key("organisers"), a.name, a.record)
if a.new then redis.call("DEL", key("first")) end
return cjson.encode({ ok = true })
