-- Keep the lease while the child lives.
--
-- a  now, work, id, fence, lease (ms)
-- -> {ok: true} | {error: "lost"}: somebody else has it now, or it is no longer owed

local record = key("owed", a.work, a.id)
if number(redis.call("HGET", record, "fence")) ~= a.fence then return refuse("lost") end
redis.call("HSET", record, "lease", string.format("%d", a.now + a.lease))
redis.call("ZADD", key("owed"), "XX", a.now + a.lease, a.work .. ":" .. a.id)
return cjson.encode({ ok = true })
