-- Load the event file, for the first time or again. A changed league rule counts
-- everything shown afresh, in the same breath.
--
-- a  now, epoch (used the first time only), event (JSON text), public (JSON text),
--    league_by, league_cap, roster: [subject, …], opens?, closes? (ms)
-- -> {seq, epoch} | {error: "shut"}: it was closed, and closing is never undone
--    | {error: "earlier"}: once open, closing moves later or not at all

local first = redis.call("HSETNX", META, "epoch", a.epoch) == 1
if first then redis.call("HSET", META, "seq", 0, "fact", 0, "total", 0) end
local epoch = redis.call("HGET", META, "epoch")
local same = redis.call("GET", key("event")) == a.event
if same then
  return cjson.encode({ seq = number(redis.call("HGET", META, "seq")), epoch = epoch })
end
local opens, closes, closed = window()  -- as they stood until now
if closed and a.closes ~= closed then return refuse("shut") end
if closes and a.now >= opens and (not a.closes or a.closes < closes) then return refuse("earlier") end
redis.call("HDEL", META, "opens", "closes")
if a.closes then
  redis.call("HSET", META, "opens", string.format("%d", a.opens), "closes", string.format("%d", a.closes))
end

local was = cjson.decode(redis.call("GET", key("event", "public")) or "{}")
local now_public = cjson.decode(a.public)
redis.call("SET", key("event"), a.event)
redis.call("SET", key("event", "public"), a.public)
for _, subject in ipairs(a.roster) do
  redis.call("HSETNX", key("counts"), subject, 0)
  redis.call("HSETNX", key("points"), subject, 0)
end

local by, cap = redis.call("HGET", META, "league_by"), redis.call("HGET", META, "league_cap")
redis.call("HSET", META, "league_by", a.league_by, "league_cap", a.league_cap)
fact("event", { sha = redis.sha1hex(a.event), league_by = a.league_by, league_cap = a.league_cap })
if by and (by ~= a.league_by or number(cap) ~= a.league_cap) then
  for _, subject in ipairs(redis.call("HKEYS", key("points"))) do
    redis.call("HSET", key("points"), subject, 0)
    redis.call("DEL", key("tally", subject))
  end
  for _, id in ipairs(redis.call("ZRANGE", key("published"), 0, -1)) do
    local e = entry_of(id)
    count(id, e, split(e.subjects), 1)
    for _, subject in ipairs(split(e.subjects)) do
      redis.call("HINCRBY", key("counts"), subject, -1)
    end
  end
end

local changed = {}
for name, value in pairs(now_public) do
  if cjson.encode(was[name] or false) ~= cjson.encode(value) then changed[name] = value end
end
local points = {}
for _, subject in ipairs(redis.call("HKEYS", key("points"))) do
  points[subject] = number(redis.call("HGET", key("points"), subject))
end
if first then return cjson.encode({ seq = 0, epoch = epoch }) end
return cjson.encode({ seq = delta("event", { event = changed, points = points }), epoch = epoch })
