-- A person takes their entry out of the prize draw; the photo stays.
--
-- a  op, now, entry
-- -> {ok: true} | {error: "absent"}

local done = again()
if done then return done end
local e = entry_of(a.entry)
if not e then return refuse("absent") end
void(a.entry, e, "withdrawn")
return answer({ ok = true })
