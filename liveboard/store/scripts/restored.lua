-- The end of a restore: a feed that went back in time is another feed, or screens
-- would take new numbers for deltas they have seen.
--
-- a  epoch
-- -> {fact}

redis.call("HSET", META, "epoch", a.epoch)
return cjson.encode({ fact = number(redis.call("HGET", META, "fact")) })
