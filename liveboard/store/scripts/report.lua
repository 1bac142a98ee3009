-- Somebody in the audience says this should not be up: it goes at once, and a person looks.
-- The brake: once a moderator has looked and shown it again, or when reports come like a
-- flood, a report only marks it for the desk.
--
-- a  op, now, entry, flood: {who, every, burst}
-- -> {state, seq} | {error: "absent"}

local done = again()
if done then return done end
local e = entry_of(a.entry)
if not e or not e.seq then return refuse("absent") end

local flood = e.reviewed ~= "1" and throttle({ a.flood })
redis.call("HSET", key("entry", a.entry), "marked", "1")
e.marked = "1"
if flood or e.reviewed == "1" then
  redis.call("ZADD", key("reported"), a.now, a.entry)
  fact("report", { entry = a.entry, hid = false })
  return answer({ state = e.state, seq = 0 })
end
bump(a.entry, e)
local seq = unpublish(a.entry, e)
enter(a.entry, e, "waiting")
redis.call("HSET", key("entry", a.entry), "by", "report")
fact("report", { entry = a.entry, state = "waiting", hid = true })
return answer({ state = "waiting", seq = seq })
