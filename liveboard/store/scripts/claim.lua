-- Take up owed work, unless somebody else has it or it is done.
--
-- a  now, work (kind), id, lease (ms), tries
-- -> {fence, hash?, url?, source?} | {error: "gone" | "leased" | "failed"}

local owed, record = key("owed"), key("owed", a.work, a.id)
if not redis.call("ZSCORE", owed, a.work .. ":" .. a.id) then return refuse("gone") end
local held = number(redis.call("HGET", record, "lease"))
-- A lease that ends later than any we give was given before the clock was set back.
if held > a.now and held <= a.now + a.lease then return refuse("leased") end

local e = entry_of(a.id)
if not e then
  settle(a.work, a.id)
  return refuse("gone")
end

-- An attempt is a claim that did not come back: the lease ran out under it.
local attempts = redis.call("HINCRBY", record, "attempts", 1)
if attempts > a.tries then
  settle(a.work, a.id)
  redis.call("HSET", key("entry", a.id), "reason", a.why)
  enter(a.id, e, "failed")
  bump(a.id, e)
  fact("fail", { entry = a.id, state = "failed", attempts = a.tries })
  succeed(a.id, e)
  return refuse("failed")
end
local fence = redis.call("HINCRBY", META, "fence", 1)
redis.call("HSET", record, "fence", fence, "lease", string.format("%d", a.now + a.lease))
redis.call("ZADD", owed, a.now + a.lease, a.work .. ":" .. a.id)
if a.work == "develop" and e.state == "received" then
  enter(a.id, e, "developing")
  fact("develop", { entry = a.id, state = "developing" })
end
return cjson.encode({ fence = fence, hash = e.hash, url = e.url, source = e.source, attempts = attempts })
