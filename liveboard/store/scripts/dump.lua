-- Everything of one event, in one breath: no fact without its effect, no effect
-- without its fact. Nothing else runs meanwhile: about
-- 20 ms per megabyte, half a second at the end of a day of 13,000 entries.
--
-- -> {name after the root, expires (ms since 1970, or -1), DUMP payload, ...}; binary

local found, cursor = {}, "0"
local seen = {}
repeat
  local page = redis.call("SCAN", cursor, "MATCH", root .. "*", "COUNT", 1000)
  cursor = page[1]
  for _, name in ipairs(page[2]) do
    local payload = not seen[name] and redis.call("DUMP", name)
    if payload then
      seen[name] = true
      found[#found + 1] = string.sub(name, #root + 1)
      found[#found + 1] = redis.call("PEXPIRETIME", name)
      found[#found + 1] = payload
    end
  end
until cursor == "0"
return found
