-- What every script starts with: names, operations, facts, deltas, the board.
--
-- KEYS[1]  the event's root, "lb:{slug}:"; every other key is named from it, so
--          all of them are in its cluster slot (store/keys.py lists them)
-- ARGV[1]  a JSON object; its members are a.name below. a.now is the time in ms:
--          a script never asks the time, and never rolls dice
--
-- A script answers with one JSON text. {"error": code, ...} means: nothing was written.

local root = KEYS[1]
local a = cjson.decode(ARGV[1])

local function key(...) return root .. table.concat({ ... }, ":") end

local META = key("meta")
local FEED_KEPT = 20000

-- The same operation again gets the same answer, and nothing is written twice. Keeping
-- the answer longer is itself a write: WAITAOF waits for the writes of its own connection
-- only, and would let a repeat through while the first is still on its way to the disk.
-- An operation id is good for one decision about one entry: it opens no other answer.
local OP = a.op and key("op", a.script, a.entry or "", a.op)
local function again()
  local text = OP and redis.call("GET", OP)
  if text then redis.call("PEXPIRE", OP, a.keep) end
  return text
end

local function answer(reply)
  local text = cjson.encode(reply)
  if OP then redis.call("SET", OP, text, "PX", a.keep) end
  return text
end

local function refuse(code, more)
  local reply = more or {}
  reply.error = code
  return cjson.encode(reply)
end

local function number(text) return tonumber(text or "0") or 0 end

local function split(text)
  local out = {}
  for word in string.gmatch(text or "", "[^,]+") do out[#out + 1] = word end
  return out
end

local function hash(name)
  local flat, out = redis.call("HGETALL", name), {}
  for i = 1, #flat, 2 do out[flat[i]] = flat[i + 1] end
  return out
end

-- One private fact: ids, states, subjects, times and hashes; never words.
local function fact(kind, fields)
  fields.n = redis.call("HINCRBY", META, "fact", 1)
  fields.at = a.now
  fields.kind = kind
  redis.call("XADD", key("ledger"), fields.n .. "-0", "f", cjson.encode(fields))
end

-- One public delta: ids and numbers; words are joined by the web process.
local function delta(op, fields)
  local seq = redis.call("HINCRBY", META, "seq", 1)
  fields.seq = seq
  fields.at = a.now
  fields.op = op
  redis.call("XADD", key("feed"), "MAXLEN", "~", FEED_KEPT, seq .. "-0", "d", cjson.encode(fields))
  return seq
end

local function entry_of(id)
  local e = hash(key("entry", id))
  if e.state then return e end
end

-- Put an entry into a state and into the desk's list of that state. Marked ones
-- come first: their score is far below any time.
local MARKED = 1e14
local function enter(id, e, state)
  redis.call("ZREM", key("in", e.state), id)
  local score = number(e.received)
  if state ~= "waiting" then score = a.now elseif e.marked == "1" then score = score - MARKED end
  redis.call("ZADD", key("in", state), score, id)
  redis.call("HSET", key("entry", id), "state", state, "since", string.format("%d", a.now))
  e.state = state
end

local function bump(id, e)
  e.rev = redis.call("HINCRBY", key("entry", id), "rev", 1)
end

-- For whom an entry counts in the league: each unit counts at most `cap` times
-- in a subject (0: no cap). nil: it does not count (no school named).
local function unit_of(id, e)
  local by = redis.call("HGET", META, "league_by")
  if by == "schools" then return e.group end
  return e.person or id
end

local function cap_of()
  if redis.call("HGET", META, "league_by") == "entries" then
    return number(redis.call("HGET", META, "league_cap"))
  end
  return 1
end

-- Count an entry in (+1) or out (-1) of some subjects; returns the new absolute numbers.
local function count(id, e, subjects, sign)
  local counts, points = {}, {}
  local unit, cap = unit_of(id, e), cap_of()
  for _, subject in ipairs(subjects) do
    counts[subject] = redis.call("HINCRBY", key("counts"), subject, sign)
    local step = 0
    if unit then
      local tally = key("tally", subject)
      local n = redis.call("HINCRBY", tally, unit, sign)
      if n == 0 then redis.call("HDEL", tally, unit) end
      if cap == 0 or (sign > 0 and n <= cap) or (sign < 0 and n < cap) then step = sign end
    end
    points[subject] = redis.call("HINCRBY", key("points"), subject, step)
  end
  return counts, points
end

-- What the board knows of an entry, without its words.
local function face(id, e)
  return {
    id = id, subjects = split(e.subjects), kind = e.kind, source = e.source, rev = number(e.rev),
    v = e.v, size = { number(e.w), number(e.h) }, colour = e.colour,
  }
end

-- Make a shown entry public: words, counts, delta and fact together.
local function publish(id, e)
  local words = key("words", id)
  redis.call("HSET", words, "public", redis.call("HGET", words, "desk") or "{}")
  local counts, points = count(id, e, split(e.subjects), 1)
  local total = redis.call("HINCRBY", META, "total", 1)
  fact("publish", { entry = id })
  local seq = delta("show", { entry = face(id, e), counts = counts, points = points, total = total })
  redis.call("ZADD", key("published"), seq, id)
  redis.call("HSET", key("entry", id), "seq", seq)
  e.seq = tostring(seq)
  return seq
end

-- Take an entry off the board, at once: its public words go in the same breath.
local function unpublish(id, e)
  redis.call("ZREM", key("owed"), "publish:" .. id)
  if not e.seq then return 0 end
  redis.call("HDEL", key("words", id), "public")
  redis.call("ZREM", key("published"), id)
  redis.call("ZREM", key("reported"), id)
  redis.call("HDEL", key("entry", id), "seq")
  e.seq = nil
  local counts, points = count(id, e, split(e.subjects), -1)
  local total = redis.call("HINCRBY", META, "total", -1)
  fact("unpublish", { entry = id })
  return delta("hide", { id = id, counts = counts, points = points, total = total })
end

-- Promise work to an entry; the sweeper hands it out again if nobody has done it by then.
local HANDED_OUT = 3000
local function owe(kind, id, due)
  redis.call("ZADD", key("owed"), due, kind .. ":" .. id)
end

local function settle(kind, id)
  redis.call("ZREM", key("owed"), kind .. ":" .. id)
  redis.call("DEL", key("owed", kind, id))
end

-- The same bytes came from somebody else before: it is kept, hidden, in case that one goes.
local function twin(id, e)
  redis.call("HSET", key("entry", id), "reason", "duplicate", "twin", "1")
  enter(id, e, "hidden")
  fact("duplicate", { entry = id, state = "hidden" })
end

-- The claim to tickets ends, for a reason of the closed list, and the ledger says so.
local function void(id, e, why)
  if e.eligible ~= "1" then return end
  redis.call("HSET", key("entry", id), "eligible", "0", "void", why)
  e.eligible = "0"
  fact("void", { entry = id, why = why })
end

-- An entry stands on its bytes no longer. If nobody else does, the eldest duplicate (a
-- `twin`) takes its place, at the beginning of its own journey.
local STANDS = { received = 1, developing = 1, waiting = 1, shown = 1, hidden = 1 }
local function succeed(id, e)
  if not e.hash then return end
  local same = key("same", e.hash)
  if redis.call("HGET", same, e.sender) == id then redis.call("HDEL", same, e.sender) end
  local first, o
  for _, other in ipairs(redis.call("SMEMBERS", key("blob", e.hash))) do
    local found = other ~= id and entry_of(other)
    if found and STANDS[found.state] then
      if found.twin ~= "1" then return end
      if not o or number(found.received) < number(o.received) then first, o = other, found end
    end
  end
  if not first then return end
  redis.call("HSET", same, o.sender, first)
  redis.call("HDEL", key("entry", first), "reason", "twin")
  bump(first, o)
  enter(first, o, "received")
  fact("succeed", { entry = first, state = "received" })
  owe("develop", first, a.now)
end

-- An entry goes for good: withdrawn by its person, or erased.
local UNLINK_AFTER = 60000
local function leave(id, e, state, why)
  local seq = unpublish(id, e)
  settle("develop", id)
  settle("fetch", id)
  redis.call("DEL", key("words", id))
  redis.call("ZREM", key("in", e.state), id)
  redis.call("HSET", key("entry", id), "state", state, "by", a.by or "")
  redis.call("HDEL", key("entry", id), "url", "reason")
  redis.call("SADD", key("left"), id)
  bump(id, e)
  e.state = state
  void(id, e, why)
  fact("leave", { entry = id, state = state, by = a.by })
  if e.hash then
    redis.call("SREM", key("blob", e.hash), id)
    succeed(id, e)
    if redis.call("SCARD", key("blob", e.hash)) == 0 then
      owe("unlink", e.hash, a.now + UNLINK_AFTER)
    end
  end
  return seq
end

-- Whether somebody deletes these bytes just now. A mark that has stood for ten minutes is
-- of somebody who died at it.
local UNLINKING = 600000
local function unlinking(digest)
  local word = redis.call("GET", key("unlinking", digest))
  return word and a.now - tonumber(string.match(word, "^(%d+):")) < UNLINKING
end

-- The window stands in the store, not with the caller: one that still holds yesterday's
-- event file must not close the event for everybody. Closing is a latch: once passed, a
-- clock set back cannot open it again.
local function window()
  local w = redis.call("HMGET", META, "opens", "closes", "closed")
  local opens, closes, closed = tonumber(w[1]), tonumber(w[2]), tonumber(w[3])
  if not closed and closes and a.now >= closes then
    redis.call("HSET", META, "closed", w[2])
    fact("close", { closes = closes })
    closed = closes
  end
  return opens, closes, closed
end

-- Leaky buckets (GCRA): the stored time is when a bucket would be empty again. All of
-- them are asked before any is charged. Returns ms to wait, or nil if it may happen.
-- limits: [{who, every (ms between two at the steady rate), burst}, ...]
local function throttle(limits)
  local charged = {}
  for i, limit in ipairs(limits) do
    local full = math.max(number(redis.call("GET", key("limit", limit.who))), a.now) + limit.every
    local over = full - a.now - limit.burst * limit.every
    if over > 0 then return over end
    charged[i] = full
  end
  for i, limit in ipairs(limits) do
    redis.call("SET", key("limit", limit.who), charged[i], "PX", math.ceil(math.max(1, charged[i] - a.now)))
  end
end
