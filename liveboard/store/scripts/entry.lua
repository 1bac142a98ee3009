-- One entry as it stands: its fields, its words, its place in the queue (1: next).
--
-- a  entry
-- -> {fields, desk?, public?, place?} | {error: "absent"}

local fields = hash(key("entry", a.entry))
if not fields.state then return refuse("absent") end
local place = redis.call("ZRANK", key("in", "waiting"), a.entry)
local words = hash(key("words", a.entry))
return cjson.encode({
  fields = fields, desk = words.desk, public = words.public, place = place and place + 1 or nil,
})
