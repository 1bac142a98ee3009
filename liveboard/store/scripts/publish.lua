-- Make a verdict public whose delay has passed. Safe to call at any time, any number of times.
--
-- a  now, entry
-- -> {seq} (0: nothing to do)

local due = redis.call("ZSCORE", key("owed"), "publish:" .. a.entry)
local e = entry_of(a.entry)
if not due or not e or e.state ~= "shown" or e.seq then
  redis.call("ZREM", key("owed"), "publish:" .. a.entry)
  return cjson.encode({ seq = 0 })
end
if tonumber(due) > a.now then return cjson.encode({ seq = 0 }) end
redis.call("ZREM", key("owed"), "publish:" .. a.entry)
return cjson.encode({ seq = publish(a.entry, e) })
