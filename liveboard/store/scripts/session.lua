-- Who is signed in with a token; being used keeps it, up to its whole life.
--
-- a  now, token (hash), idle (ms), life (ms)
-- -> {name, proof, record} | {error: "none"}

local name = key("session", a.token)
local text = redis.call("GET", name)
if not text then return refuse("none") end
local session = cjson.decode(text)
local record = redis.call("HGET", key("organisers"), session.name)
local left = session.since + a.life - a.now
if not record or left <= 0 then
  redis.call("DEL", name)
  return refuse("none")
end
redis.call("PEXPIRE", name, math.min(a.idle, left))
return cjson.encode({ name = session.name, proof = session.proof, record = record })
