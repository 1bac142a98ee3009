-- May these bytes be deleted? Nobody stands on them, and while the mark lasts nobody
-- new can: an upload of the same bytes is asked to come again in a moment.
--
-- The mark has an owner: of two who would delete one goes, and only that one can say it is
-- done. It outlives any patience with a disk or a bucket.
--
-- a  now, hash, token, done
-- -> {go} (done: the bytes are gone, the promise is kept)

local mark = key("unlinking", a.hash)
if a.done then
  local word = redis.call("GET", mark)
  if word and string.match(word, ":(.*)") == a.token then
    redis.call("ZREM", key("owed"), "unlink:" .. a.hash)
    redis.call("DEL", mark)
  end
  return cjson.encode({ go = false })
end
if redis.call("SCARD", key("blob", a.hash)) > 0 then
  redis.call("ZREM", key("owed"), "unlink:" .. a.hash)
  return cjson.encode({ go = false })
end
if unlinking(a.hash) then return cjson.encode({ go = false }) end
redis.call("SET", mark, string.format("%d:%s", a.now, a.token), "PX", UNLINKING)
return cjson.encode({ go = true })
