-- The prints are made: the entry goes to the desk. Only the holder of the fence may say so.
--
-- a  now, id, fence, v, w, h, colour
-- -> {state} | {error: "lost"}

local record = key("owed", "develop", a.id)
if number(redis.call("HGET", record, "fence")) ~= a.fence then return refuse("lost") end
local e = entry_of(a.id)
if not e or e.state ~= "developing" then
  settle("develop", a.id)
  return refuse("lost")
end
redis.call("HSET", key("entry", a.id), "v", a.v, "w", a.w, "h", a.h, "colour", a.colour)
settle("develop", a.id)
bump(a.id, e)
enter(a.id, e, "waiting")
fact("admit", { entry = a.id, state = "waiting", v = a.v })
return cjson.encode({ state = "waiting" })
