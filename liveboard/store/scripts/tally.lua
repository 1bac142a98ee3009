-- What the store says of itself, in one breath, to be held against the ledger.
--
-- -> {fact, total, counts, points, mentions, published: [id, ...], states: {id: state}}

local function numbers(name)
  local out = {}
  for field, value in pairs(hash(name)) do out[field] = tonumber(value) end
  return out
end

local states = {}
for _, state in ipairs({ "received", "developing", "waiting", "shown", "hidden", "failed" }) do
  for _, id in ipairs(redis.call("ZRANGE", key("in", state), 0, -1)) do
    local own = redis.call("HGET", key("entry", id), "state") or "nothing"
    states[id] = own == state and state or own .. ", listed as " .. state
  end
end
for _, id in ipairs(redis.call("SMEMBERS", key("left"))) do
  states[id] = redis.call("HGET", key("entry", id), "state")
end
return cjson.encode({
  fact = number(redis.call("HGET", META, "fact")),
  total = number(redis.call("HGET", META, "total")),
  counts = numbers(key("counts")),
  points = numbers(key("points")),
  mentions = numbers(key("mentions")),
  published = redis.call("ZRANGE", key("published"), 0, -1),
  states = states,
})
