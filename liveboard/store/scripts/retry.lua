-- A moderator asks for a failed entry to be tried again.
--
-- a  op, now, entry, by
-- -> {state} | {error: "absent" | "state" | "twin", state}

local done = again()
if done then return done end
local e = entry_of(a.entry)
if not e then return refuse("absent") end
if e.state ~= "failed" then return refuse("state", { state = e.state }) end
if e.hash then
  local same = key("same", e.hash)
  if redis.call("HLEN", same) > 0 then return refuse("twin") end
  redis.call("HSET", same, e.sender, a.entry)
end
redis.call("HDEL", key("entry", a.entry), "reason")
enter(a.entry, e, "received")
bump(a.entry, e)
fact("retry", { entry = a.entry, state = "received", by = a.by })
owe(e.hash and "develop" or "fetch", a.entry, a.now)
return answer({ state = "received" })
