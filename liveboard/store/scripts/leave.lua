-- An entry goes for good: its person withdrew it, or it is erased.
--
-- a  op, now, entry, to ("withdrawn" | "erased"), why ("withdrawn" | "erasure"), by
-- -> {state, seq} | {error: "absent"}

local done = again()
if done then return done end
local e = entry_of(a.entry)
if not e then return refuse("absent") end
if e.state == "withdrawn" or e.state == "erased" then
  if a.to == "erased" and e.state == "withdrawn" then
    redis.call("HSET", key("entry", a.entry), "state", "erased")
    fact("leave", { entry = a.entry, state = "erased" })
    e.state = "erased"
  end
  return answer({ state = e.state, seq = 0 })
end
return answer({ seq = leave(a.entry, e, a.to, a.why), state = a.to })
