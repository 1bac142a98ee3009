-- The board as it stands, with its seq, read in one breath.
--
-- a  limit (how many entries)
-- -> {epoch, seq, fact, counts, points, total, mentions, wall, event, entries: [{…, words, seq}]}

local function numbers(name)
  local out = {}
  for field, value in pairs(hash(name)) do out[field] = tonumber(value) end
  return out
end

local entries = {}
for _, id in ipairs(redis.call("ZREVRANGE", key("published"), 0, a.limit - 1)) do
  local e = entry_of(id)
  local one = face(id, e)
  one.seq = number(e.seq)
  one.words = redis.call("HGET", key("words", id), "public")
  entries[#entries + 1] = one
end
return cjson.encode({
  epoch = redis.call("HGET", META, "epoch"),
  seq = number(redis.call("HGET", META, "seq")),
  fact = number(redis.call("HGET", META, "fact")),
  total = number(redis.call("HGET", META, "total")),
  wall = redis.call("HGET", META, "wall") or false,
  event = redis.call("GET", key("event", "public")) or false,
  counts = numbers(key("counts")),
  points = numbers(key("points")),
  mentions = numbers(key("mentions")),
  entries = entries,
})
