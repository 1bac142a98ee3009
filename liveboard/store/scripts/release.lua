-- Give work back. An attempt that failed waits a little and counts; one that could not be
-- made just now (the disk is full, the bucket away) does not.
--
-- a  now, work, id, fence, wait (ms), counted
-- -> {ok: true} | {error: "lost"}

local record = key("owed", a.work, a.id)
if number(redis.call("HGET", record, "fence")) ~= a.fence then return refuse("lost") end
redis.call("HDEL", record, "lease", "fence")
if not a.counted then redis.call("HINCRBY", record, "attempts", -1) end
redis.call("ZADD", key("owed"), "XX", a.now + a.wait, a.work .. ":" .. a.id)
return cjson.encode({ ok = true })
