-- May this happen now?
--
-- a  now, limits: [{who, every, burst}, ...]
-- -> {ok: true} | {error: "limited", retry_after (s)}

local wait = throttle(a.limits)
if wait then return refuse("limited", { retry_after = math.ceil(wait / 1000) }) end
return cjson.encode({ ok = true })
