-- May these bytes be deleted? Nobody stands on them, and while the mark lasts nobody
-- new can: an upload of the same bytes is asked to come again in a moment.
--
-- a  now, hash, done
-- -> {go} (done: the bytes are gone, the promise is kept)

local mark = key("unlinking", a.hash)
if a.done then
  redis.call("ZREM", key("owed"), "unlink:" .. a.hash)
  redis.call("DEL", mark)
  return cjson.encode({ go = false })
end
if redis.call("SCARD", key("blob", a.hash)) > 0 then
  redis.call("ZREM", key("owed"), "unlink:" .. a.hash)
  return cjson.encode({ go = false })
end
redis.call("SET", mark, "1", "PX", 60000)
return cjson.encode({ go = true })
