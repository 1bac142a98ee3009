-- A moderator's verdict on the words and pixels they saw, and, if it is due now,
-- its publication. `waiting` takes a verdict back.
--
-- a  op, now, entry, verdict ("shown" | "hidden" | "waiting"), by, rev?, reason?,
--    subjects?, words? (members to change), due (when to publish)
-- -> {entry, state, rev, seq, by} (seq: of the last delta, 0 if no wall is touched)
--    | {error: "absent" | "state" | "stale", state, rev, by}

local done = again()
if done then return done end
local id = a.entry
local e = entry_of(id)
if not e then return refuse("absent") end
local stands = { state = e.state, rev = number(e.rev), by = e.by or "" }
if e.state ~= "waiting" and e.state ~= "shown" and e.state ~= "hidden" then
  return refuse("state", stands)
end
if not e.v then return refuse("state", stands) end
if a.rev and a.rev ~= number(e.rev) then return refuse("stale", stands) end

local desk = cjson.decode(redis.call("HGET", key("words", id), "desk") or "{}")
local changed, edits = {}, false
for name, value in pairs(a.words or {}) do
  if (desk[name] or "") ~= value then
    desk[name] = value
    changed[#changed + 1] = name
    edits = true
  end
end
local moved = a.subjects and a.subjects ~= e.subjects
local why = a.verdict == "hidden" and a.reason and a.reason ~= e.reason
if e.state == a.verdict and not edits and not moved and not why and e.marked ~= "1" then
  return answer({ entry = id, state = e.state, rev = number(e.rev), seq = number(e.seq), by = e.by or "" })
end

bump(id, e)
if edits then redis.call("HSET", key("words", id), "desk", cjson.encode(desk)) end
if e.marked == "1" and a.verdict ~= "waiting" then
  redis.call("HSET", key("entry", id), "reviewed", "1")
  redis.call("HDEL", key("entry", id), "marked")
  redis.call("ZREM", key("reported"), id)
  e.marked = nil
end
if a.verdict == "waiting" and e.reviewed == "1" then
  -- Undone: what was reported is as it was, marked and first in the queue.
  redis.call("HSET", key("entry", id), "marked", "1")
  redis.call("HDEL", key("entry", id), "reviewed")
  e.marked, e.reviewed = "1", nil
end
redis.call("HSET", key("entry", id), "by", a.by)

local was, seq = e.subjects, 0
if e.seq and a.verdict == "shown" then
  -- It is on the wall and stays there: the walls hear what changed.
  if moved then
    local counts, points = count(id, e, split(was), -1)
    e.subjects = a.subjects
    local more, most = count(id, e, split(e.subjects), 1)
    for s, n in pairs(more) do counts[s] = n end
    for s, n in pairs(most) do points[s] = n end
    redis.call("HSET", key("entry", id), "subjects", e.subjects)
    fact("move", { entry = id, subjects = split(e.subjects), by = a.by })
    seq = delta("move", {
      id = id, rev = e.rev, subjects = split(e.subjects), counts = counts, points = points,
      total = number(redis.call("HGET", META, "total")),
    })
  end
  if edits then
    redis.call("HSET", key("words", id), "public", cjson.encode(desk))
    fact("edit", { entry = id, by = a.by })
    seq = delta("edit", { id = id, rev = e.rev, fields = changed })
  end
  if not moved and not edits then fact("review", { entry = id, state = "shown", by = a.by }) end
  redis.call("HDEL", key("entry", id), "reason")
  return answer({ entry = id, state = "shown", rev = e.rev, seq = seq, by = a.by })
end

seq = unpublish(id, e)
if moved then
  e.subjects = a.subjects
  redis.call("HSET", key("entry", id), "subjects", e.subjects)
end
enter(id, e, a.verdict)
if a.verdict == "hidden" and a.reason then
  redis.call("HSET", key("entry", id), "reason", a.reason)
else
  redis.call("HDEL", key("entry", id), "reason")
end
fact("decide", {
  entry = id, state = a.verdict, subjects = split(e.subjects), by = a.by, reason = a.reason,
})
if a.verdict == "shown" then
  if a.due <= a.now then seq = publish(id, e) else owe("publish", id, a.due) end
end
return answer({ entry = id, state = a.verdict, rev = e.rev, seq = seq, by = a.by })
