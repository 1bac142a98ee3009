-- The first byte of an upload: is the event open, may this caller go on? The
-- moment is kept under the upload's key, so that what began in time may finish.
--
-- a  now, key (of the upload), limits: [{who, every, burst}, …]
--    (`every`: ms between two at the steady rate)
-- -> {began} | {error: "shut"} | {error: "limited", retry_after (s)}

-- What was answered is answered again, however late: its answer may have been lost.
local begun = redis.call("GET", key("begun", a.key))
if not begun and redis.call("EXISTS", key("idem", a.key)) == 0 then
  local opens, _, closed = window()
  if closed or (opens and a.now < opens) then return refuse("shut") end
end

local wait = throttle(a.limits)
if wait then return refuse("limited", { retry_after = math.ceil(wait / 1000) }) end

if not begun then
  begun = string.format("%d", a.now)
  redis.call("SET", key("begun", a.key), begun, "PX", 1800000)
end
return cjson.encode({ began = tonumber(begun) })
