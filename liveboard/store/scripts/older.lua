-- Shown entries before one of them, newest first.
--
-- a  before? (an entry's id), limit
-- -> {entries, more} | {error: "gone"}: that one is not shown (any more)

local top = "+inf"
if a.before then
  local seq = redis.call("ZSCORE", key("published"), a.before)
  if not seq then return refuse("gone") end
  top = "(" .. seq
end
local ids = redis.call("ZREVRANGEBYSCORE", key("published"), top, "-inf", "LIMIT", 0, a.limit + 1)
local entries = {}
for i, id in ipairs(ids) do
  if i <= a.limit then
    local e = entry_of(id)
    local one = face(id, e)
    one.seq = number(e.seq)
    one.words = redis.call("HGET", key("words", id), "public")
    entries[i] = one
  end
end
return cjson.encode({ entries = entries, more = #ids > a.limit })
