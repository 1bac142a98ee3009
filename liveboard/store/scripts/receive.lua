-- Accept a submission whose bytes are already on disk, once per idempotency key.
--
-- a  now, key, begun (the key it began under), print (fingerprint of the bytes),
--    id, hash, size, sender, subjects, words (JSON text), consent, group?,
--    enter_draw, contact? {index, person, record}, grace, keep
-- -> {id, state, new} | {error: "key" | "shut" | "unlinking"}

-- A verdict that is not public yet is told to nobody.
local function told(e)
  if not e then return "erased" end
  return e.state == "shown" and not e.seq and "waiting" or e.state
end

local idem = key("idem", a.key)
local was = redis.call("HMGET", idem, "print", "id")
if was[1] then
  if was[1] ~= a.print then return refuse("key") end
  redis.call("PEXPIRE", idem, a.keep)  -- a write, so that this answer too waits for the disk
  return cjson.encode({ id = was[2], state = told(entry_of(was[2])), new = false })
end

local opens, closes, closed = window()
local began = number(redis.call("GET", key("begun", a.begun)))
local open = not closed and not (opens and a.now < opens)
local late = began > 0 and (not closes or (began < closes and a.now < closes + a.grace))
if not open and not late then return refuse("shut") end
if unlinking(a.hash) then return refuse("unlinking") end

local function remember(id)
  redis.call("HSET", idem, "print", a.print, "id", id)
  redis.call("PEXPIRE", idem, a.keep)
end

local same = key("same", a.hash)
local mine = redis.call("HGET", same, a.sender)
if mine then
  remember(mine)
  return cjson.encode({ id = mine, state = told(entry_of(mine)), new = false })
end

-- A person is found through their contact; without one the sender stands for them.
local person = a.sender
if a.contact then
  person = redis.call("HGET", key("people"), a.contact.index)
  if not person then
    person = a.contact.person
    redis.call("HSET", key("people"), a.contact.index, person)
  end
  -- Anybody can type an address: what its person said first stays, and their wish to be
  -- named less is never undone by a later form.
  local record = cjson.decode(redis.call("HGET", key("person", person), "record") or "{}")
  local less = { name = 1, initials = 2, none = 3 }
  for name, value in pairs(a.contact.record) do
    if (record[name] or "") == "" then record[name] = value end
  end
  if less[a.contact.record.publish] > less[record.publish] then
    record.publish = a.contact.record.publish
  end
  redis.call("HSET", key("person", person), "record", cjson.encode(record), "index", a.contact.index)
end

local again_seen = redis.call("HLEN", same) > 0
local e = {
  state = "received", subjects = a.subjects, sender = a.sender, person = person, hash = a.hash,
  kind = "photo", source = "upload", rev = "1", received = string.format("%d", a.now),
  consent = a.consent, eligible = a.enter_draw and "1" or "0", group = a.group,
}
local flat = {}
for name, value in pairs(e) do
  flat[#flat + 1] = name
  flat[#flat + 1] = value
end
redis.call("HSET", key("entry", a.id), unpack(flat))
redis.call("HSET", key("words", a.id), "desk", a.words)
redis.call("HSET", same, a.sender, a.id)
redis.call("SADD", key("blob", a.hash), a.id)
redis.call("ZREM", key("owed"), "unlink:" .. a.hash)
enter(a.id, e, "received")
fact("receive", {
  entry = a.id, state = "received", subjects = split(a.subjects), person = person, group = a.group,
  hash = a.hash, size = a.size, source = "upload", consent = a.consent,
  eligible = a.enter_draw and true or false,
})

if again_seen then
  twin(a.id, e)
  void(a.id, e, "duplicate")
else
  owe("develop", a.id, a.now + HANDED_OUT)
end
remember(a.id)
return cjson.encode({ id = a.id, state = e.state, new = true })
