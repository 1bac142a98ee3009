-- The state of every entry the ledger has ever spoken of, from the desk's lists and,
-- for those that have left, from their own records.
--
-- -> {id: state}

local out = {}
for _, state in ipairs({ "received", "developing", "waiting", "shown", "hidden", "failed" }) do
  for _, id in ipairs(redis.call("ZRANGE", key("in", state), 0, -1)) do out[id] = state end
end
for _, id in ipairs(redis.call("SMEMBERS", key("left"))) do
  out[id] = redis.call("HGET", key("entry", id), "state")
end
return cjson.encode(out)
