-- What a poll of a source found: new mentions, edits and deletions, and the cursor that
-- says they are taken. All of it or nothing.
--
-- a  now, source, cursor, mentions: [{key, version, deleted, sender, subjects, words (JSON text),
--    photos: [{id, url, words (JSON text)}, …]}]
-- -> {seq, fetch: [entry, …], taken, edited, gone}

local fetch, taken, edited, gone = {}, 0, 0, 0
local seq = 0

local function new_entry(m, photo)
  local e = {
    state = "received", subjects = m.subjects, sender = m.sender, person = m.sender, kind = "photo",
    source = a.source, rev = "1", received = string.format("%d", a.now), url = photo.url,
    eligible = "0", mention = m.key,
  }
  local flat = {}
  for name, value in pairs(e) do
    flat[#flat + 1] = name
    flat[#flat + 1] = value
  end
  redis.call("HSET", key("entry", photo.id), unpack(flat))
  redis.call("HSET", key("words", photo.id), "desk", photo.words)
  enter(photo.id, e, "received")
  fact("receive", {
    entry = photo.id, state = "received", subjects = split(m.subjects), person = m.sender,
    source = a.source, eligible = false,
  })
  owe("fetch", photo.id, a.now + HANDED_OUT)
  fetch[#fetch + 1] = photo.id
end

local function tally(sign)
  redis.call("HINCRBY", key("mentions"), a.source, sign)
end

local function drop(id)
  local e = entry_of(id)
  if e and e.state ~= "withdrawn" and e.state ~= "erased" then
    seq = math.max(seq, leave(id, e, "withdrawn", "withdrawn"))
  end
end

-- The author changed it: what a moderator saw is no longer what it says.
local function change(id, m, words)
  local e = entry_of(id)
  if not e or e.state == "withdrawn" or e.state == "erased" then return end
  redis.call("HSET", key("words", id), "desk", words)
  bump(id, e)
  if e.state == "shown" or (e.state == "hidden" and e.twin ~= "1") then
    seq = math.max(seq, unpublish(id, e))
    redis.call("HSET", key("entry", id), "by", "author")
    redis.call("HDEL", key("entry", id), "reason", "reviewed")
    enter(id, e, "waiting")
  end
  e.subjects = m.subjects
  redis.call("HSET", key("entry", id), "subjects", m.subjects)
  fact("author", { entry = id, state = e.state, subjects = split(m.subjects) })
end

for _, m in ipairs(a.mentions) do
  local name = key("mention", redis.sha1hex(m.key))
  local was = hash(name)
  m.key = redis.sha1hex(m.key)
  -- Two sources may see one message: the one that saw it first speaks for it.
  local ours = not was.version or was.source == a.source
  if not ours then
    -- nothing to do
  elseif m.deleted then
    if was.version then
      for _, id in ipairs(split(was.entries)) do drop(id) end
      redis.call("DEL", name)
      tally(-1)
      fact("mention", { mention = m.key, source = a.source, gone = true })
      gone = gone + 1
    end
  elseif not was.version then
    local ids = {}
    for i, photo in ipairs(m.photos) do
      new_entry(m, photo)
      ids[i] = photo.id
    end
    redis.call("HSET", name, "version", m.version, "entries", table.concat(ids, ","), "urls", m.urls,
      "source", a.source)
    tally(1)
    fact("mention", { mention = m.key, source = a.source })
    taken = taken + 1
  elseif was.version ~= m.version then
    if was.urls == m.urls then
      for i, id in ipairs(split(was.entries)) do change(id, m, m.photos[i].words) end
      redis.call("HSET", name, "version", m.version)
    else
      for _, id in ipairs(split(was.entries)) do drop(id) end
      local ids = {}
      for i, photo in ipairs(m.photos) do
        new_entry(m, photo)
        ids[i] = photo.id
      end
      redis.call("HSET", name, "version", m.version, "entries", table.concat(ids, ","), "urls", m.urls)
    end
    fact("mention", { mention = m.key, source = a.source, edited = true })
    edited = edited + 1
  end
end
redis.call("HSET", key("cursors"), a.source, a.cursor)

if taken + gone > 0 then
  local by, total = {}, 0
  for source, n in pairs(hash(key("mentions"))) do
    by[source] = tonumber(n)
    total = total + tonumber(n)
  end
  seq = delta("count", { mentions = { total = total, by_source = by } })
end
return cjson.encode({ seq = seq, fetch = fetch, taken = taken, edited = edited, gone = gone })
