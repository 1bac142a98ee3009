-- Tell every wall something: pause (panic), a layout, a message.
--
-- a  op, now, by, paused?, layout?, message?
-- -> {seq}

local done = again()
if done then return done end
local wall = cjson.decode(redis.call("HGET", META, "wall") or '{"paused":false,"layout":"split","message":""}')
local changed = {}
for _, name in ipairs({ "paused", "layout", "message" }) do
  if a[name] ~= nil and a[name] ~= wall[name] then
    wall[name] = a[name]
    changed[name] = a[name]
  end
end
if next(changed) == nil then return answer({ seq = number(redis.call("HGET", META, "seq")) }) end
redis.call("HSET", META, "wall", cjson.encode(wall))
fact("wall", { by = a.by, paused = wall.paused, layout = wall.layout })
return answer({ seq = delta("wall", changed) })
