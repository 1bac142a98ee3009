-- A page of the desk's list of one state, in the desk's order, with everything a
-- moderator needs to decide.
--
-- a  state ("reported" for shown entries somebody reported), after? (offset), limit
-- -> {entries: [{id, entry fields, words}], waiting, more}

local list = a.state == "reported" and key("reported") or key("in", a.state)
local newest = a.state == "shown" or a.state == "hidden" or a.state == "failed"
local ids = redis.call(newest and "ZREVRANGE" or "ZRANGE", list, a.after or 0, (a.after or 0) + a.limit)
local entries = {}
for i, id in ipairs(ids) do
  if i <= a.limit then
    entries[i] = {
      id = id, fields = hash(key("entry", id)), words = redis.call("HGET", key("words", id), "desk"),
    }
  end
end
return cjson.encode({
  entries = entries, more = #ids > a.limit,
  waiting = redis.call("ZCARD", key("in", "waiting")),
  reported = redis.call("ZCARD", key("reported")),
  failed = redis.call("ZCARD", key("in", "failed")),
})
