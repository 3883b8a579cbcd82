/**
 * The frontier's steps that must not be torn apart, in Lua: bodies of functions of ARGV, all in one script (`stepsScript`). `p` is the prefix of all
 * keys (with a hash tag, so that they live together). Keys: `hosts` host -> earliest due time of its waiting visits; `q:<host>` visit -> due time;
 * `flight` visit -> end of lease; `busy` host -> visits in flight; `v:<visit>` what is known of an address; `slot:<host>` who speaks to it;
 * `rest:<part of a host>` until when it is left alone.
 */
const shared = `
local p = KEYS[1]
local function settle(host)
  local head = redis.call('ZRANGE', p..'q:'..host, 0, 0, 'WITHSCORES')
  if head[1] then redis.call('ZADD', p..'hosts', head[2], host) else redis.call('ZREM', p..'hosts', host) end
end
local function land(id, host)
  if redis.call('ZREM', p..'flight', id) == 1 then
    if redis.call('HINCRBY', p..'busy', host, -1) <= 0 then redis.call('HDEL', p..'busy', host) end
  end
end
`;

/** ARGV: id, sourceId, url, role, page, host, dueMs, changedAtMs or '', lastPage or '', replies or ''. Returns 1 when the visit is now due by dueMs. */
const addVisit = `
local id, host, due, changed = ARGV[1], ARGV[6], tonumber(ARGV[7]), ARGV[8]
local key = p..'v:'..id
if redis.call('EXISTS', key) == 0 then
  redis.call('HSET', key, 's', ARGV[2], 'u', ARGV[3], 'r', ARGV[4], 'p', ARGV[5], 'h', host, 'd', ARGV[7])
  if changed ~= '' then redis.call('HSET', key, 'c', changed) end
  if ARGV[9] ~= '' then redis.call('HSET', key, 'x', ARGV[9]) end
  if ARGV[10] ~= '' then redis.call('HSET', key, 'k', ARGV[10]) end
  redis.call('ZADD', p..'q:'..host, due, id)
  settle(host)
  return 1
end
local replied = false
if ARGV[10] ~= '' then
  local before = redis.call('HGET', key, 'k')
  replied = before and before ~= ARGV[10]
  redis.call('HSET', key, 'k', ARGV[10])
end
local known = tonumber(redis.call('HGET', key, 'c') or '0')
local moved = changed ~= '' and tonumber(changed) > known
if not moved and not replied then return 0 end
if moved then redis.call('HSET', key, 'c', changed) end
if redis.call('ZSCORE', p..'flight', id) then redis.call('HSET', key, 'again', ARGV[7]) return 1 end
if due < tonumber(redis.call('HGET', key, 'd')) then
  redis.call('HSET', key, 'd', ARGV[7])
  redis.call('ZADD', p..'q:'..host, due, id)
  settle(host)
end
return 1
`;

/** ARGV: nowMs, limit, leaseMs, perHost, horizonMs, how many hosts are few, perHost of wide hosts, names of these. Returns id, sourceId, url, role, page, dueMs, lastPage or '' of each, flat. */
const popDue = `
local now, limit, lease, per, horizon = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
for _, id in ipairs(redis.call('ZRANGEBYSCORE', p..'flight', '-inf', now, 'LIMIT', 0, 1000)) do
  local f = redis.call('HMGET', p..'v:'..id, 'h', 'd')
  if f[1] then
    land(id, f[1])
    redis.call('ZADD', p..'q:'..f[1], f[2], id)
    settle(f[1])
  else
    redis.call('ZREM', p..'flight', id)
  end
end
local out, taken, touched, wide = {}, 0, {}, {}
for at = 8, #ARGV do wide[ARGV[at]] = tonumber(ARGV[7]) end
local hosts = redis.call('ZRANGEBYSCORE', p..'hosts', '-inf', horizon, 'LIMIT', 0, limit)
-- Many hosts side by side: visits of one host are made one after another, and would hold a place each meanwhile. Only few hosts get more.
local caps = {math.min(2, per)}
if #hosts <= tonumber(ARGV[6]) then caps[2] = per end
for _, cap in ipairs(caps) do
  for _, host in ipairs(hosts) do
    if taken >= limit then break end
    local room = math.min(limit - taken, (wide[host] or cap) - tonumber(redis.call('HGET', p..'busy', host) or '0'))
    if room > 0 then
      touched[host] = true
      for _, id in ipairs(redis.call('ZRANGEBYSCORE', p..'q:'..host, '-inf', horizon, 'LIMIT', 0, room)) do
        local f = redis.call('HMGET', p..'v:'..id, 's', 'u', 'r', 'p', 'd', 'x')
        redis.call('ZREM', p..'q:'..host, id)
        if f[1] then
          redis.call('ZADD', p..'flight', now + lease, id)
          redis.call('HINCRBY', p..'busy', host, 1)
          taken = taken + 1
          for _, v in ipairs({id, f[1], f[2], f[3], f[4], f[5], f[6] or ''}) do out[#out + 1] = v end
        end
      end
    end
  end
end
for _, host in ipairs(hosts) do
  if tonumber(redis.call('HGET', p..'busy', host) or '0') >= (wide[host] or per) then
    redis.call('ZREM', p..'hosts', host)
  elseif touched[host] then
    settle(host)
  end
end
return out
`;

/** Ends all leases. */
const recallVisits = `
local flight = p..'flight'
for _, id in ipairs(redis.call('ZRANGE', flight, 0, -1)) do redis.call('ZADD', flight, 'XX', 0, id) end
return 1
`;

/**
 * ARGV: id, dueMs, nowMs, leaseMs. Returns the memory's fields, the four sums of what is asked for (of all, then of this host) and the
 * yields of its source and of all, one a line (a header of HTTP has no line feed), or '' when this reading is not under way.
 */
const beginVisit = `
local key = p..'v:'..ARGV[1]
if not redis.call('ZSCORE', p..'flight', ARGV[1]) then return '' end
local f = redis.call('HMGET', key, 'd', 'e', 'm', 'rate', 'f', 'q', 'l', 'n', 'days', 'ttl')
if f[1] ~= ARGV[2] then return '' end
redis.call('ZADD', p..'flight', tonumber(ARGV[3]) + tonumber(ARGV[4]), ARGV[1])
for i = 1, 10 do f[i] = f[i] or '' end
local who = redis.call('HMGET', key, 's', 'h')
local sums = {}
for _, of in ipairs({'', ':'..who[2]}) do
  for i = 1, 4 do sums[#sums + 1] = i..of end
end
sums = redis.call('HMGET', p..'demand', unpack(sums))
local own, all = redis.call('HMGET', p..'src:'..who[1], 'yp', 'yf'), redis.call('HMGET', p..'yield', 'yp', 'yf')
for i = 1, 8 do f[10 + i] = sums[i] or '0' end
for i = 1, 2 do f[18 + i], f[20 + i] = own[i] or '0', all[i] or '0' end
return table.concat(f, '\\n')
`;

/** ARGV: id, dueMs, nextDueMs or '', the four parts of the demand, then field/value pairs. */
const finishVisit = `
local key = p..'v:'..ARGV[1]
local f = redis.call('HMGET', key, 'd', 'h', 'again', 'd1', 'd2', 'd3', 'd4')
if f[1] ~= ARGV[2] or not redis.call('ZSCORE', p..'flight', ARGV[1]) then return 0 end
land(ARGV[1], f[2])
local due = ARGV[3]
if f[3] then
  if due == '' or tonumber(f[3]) < tonumber(due) then due = f[3] end
  redis.call('HDEL', key, 'again')
end
local function ask(field, before, now)
  before, now = tonumber(before or '0'), tonumber(now)
  if before == now then return end
  redis.call('HINCRBYFLOAT', p..'demand', field, string.format('%.9f', now - before))
  redis.call('HINCRBYFLOAT', p..'demand', field..':'..f[2], string.format('%.9f', now - before))
end
for i = 1, 4 do ask(i, f[3 + i], due == '' and '0' or ARGV[3 + i]) end
if due == '' then
  redis.call('DEL', key, p..'on:'..ARGV[1])
else
  -- A reading is named by its due time: never the same twice.
  if due == f[1] then due = string.format('%.0f', tonumber(due) + 1) end
  redis.call('HSET', key, 'd', due)
  for i = 1, 4 do
    if ARGV[3 + i] == '0' then redis.call('HDEL', key, 'd'..i) else redis.call('HSET', key, 'd'..i, ARGV[3 + i]) end
  end
  for i = 8, #ARGV, 2 do
    if ARGV[i + 1] == '' then redis.call('HDEL', key, ARGV[i]) else redis.call('HSET', key, ARGV[i], ARGV[i + 1]) end
  end
  redis.call('ZADD', p..'q:'..f[2], due, ARGV[1])
end
settle(f[2])
return 1
`;

/** ARGV: host, holder, nowMs, delayMs, leaseMs. Returns milliseconds to wait, 0 when the slot is ours. */
const acquireSlot = `
local key, now = p..'slot:'..ARGV[1], tonumber(ARGV[3])
local f = redis.call('HMGET', key, 'by', 'until', 'last', 'rest', 'delay')
local lease, last, rest = tonumber(f[2] or '0'), tonumber(f[3] or '-1'), tonumber(f[4] or '0')
-- Who asks for robots.txt does not know yet what pause it names; the one who asked before may.
local delay = math.max(tonumber(ARGV[4]), tonumber(f[5] or '0'))
if f[1] and lease > now then return math.min(lease - now, 250) end
-- A holder that died spoke to the host until its lease ended at the latest.
if f[1] then last = math.max(last, lease) end
if last >= 0 then
  local free = math.max(last + delay, rest)
  if free > now then return free - now end
end
redis.call('HSET', key, 'by', ARGV[2], 'delay', ARGV[4], 'until', string.format('%.0f', now + tonumber(ARGV[5])))
redis.call('PEXPIRE', key, 86400000)
return 0
`;

/** ARGV: host, holder, nowMs, restMs. */
const releaseSlot = `
local key, now = p..'slot:'..ARGV[1], tonumber(ARGV[3])
if redis.call('HGET', key, 'by') ~= ARGV[2] then return 0 end
redis.call('HDEL', key, 'by', 'until')
redis.call('HSET', key, 'last', ARGV[3])
if tonumber(ARGV[4]) > 0 then redis.call('HSET', key, 'rest', string.format('%.0f', now + tonumber(ARGV[4]))) end
redis.call('PEXPIRE', key, 86400000)
return 1
`;

/** ARGV: part, untilMs. Kept for a day like a slot, so that the clocks of callers alone decide when it is over. */
const restPart = `
local key = p..'rest:'..ARGV[1]
if tonumber(ARGV[2]) > tonumber(redis.call('GET', key) or '0') then redis.call('SET', key, ARGV[2], 'PX', 86400000) end
return 1
`;

/** ARGV: part. Returns the instant until which it rests, 0 when none is known. */
const partRest = `
return tonumber(redis.call('GET', p..'rest:'..ARGV[1]) or '0')
`;

/** ARGV: sourceId, day, limit. Returns 1 when counted. */
const spendRequest = `
local key = p..'spent:'..ARGV[2]..':'..ARGV[1]
if tonumber(redis.call('GET', key) or '0') >= tonumber(ARGV[3]) then return 0 end
redis.call('INCR', key)
redis.call('PEXPIRE', key, 172800000)
redis.call('HINCRBY', p..'src:'..ARGV[1], 'requests', 1)
return 1
`;

/** ARGV: nowMs. After a wipe a new epoch begins: returns 1 to the first who says so. */
const beginEpoch = `
if not redis.call('SET', p..'epoch', ARGV[1], 'NX') then return 0 end
return 1
`;

/**
 * The only step that moves a cursor. ARGV: fetchedAtMs, visitId, sourceId, etag, lastModified, minute in base 36, most marks, posts found to be incidents, posts after which the yield
 * of the source and that of all are halved, how many posts, and key and mark of each, a line each.
 * When a source has more marks than allowed, the oldest fifth is forgotten (such posts are read again and known to the store).
 */
const moveCursor = `
if tonumber(ARGV[1]) < tonumber(redis.call('GET', p..'epoch') or '0') then return 0 end
local key = p..'v:'..ARGV[2]
if redis.call('EXISTS', key) == 1 then
  if ARGV[4] ~= '' then redis.call('HSET', key, 'e', ARGV[4]) end
  if ARGV[5] ~= '' then redis.call('HSET', key, 'm', ARGV[5]) end
end
local seen = p..'seen:'..ARGV[3]
local function count(of, most)
  local y = redis.call('HMGET', of, 'yp', 'yf')
  local posts, found = tonumber(y[1] or '0'), tonumber(y[2] or '0')
  if posts > tonumber(most) then posts, found = math.floor(posts / 2), math.floor(found / 2) end
  redis.call('HSET', of, 'yp', posts + tonumber(ARGV[11]), 'yf', found + tonumber(ARGV[8]))
end
if ARGV[11] ~= '0' then
  count(p..'src:'..ARGV[3], ARGV[9])
  count(p..'yield', ARGV[10])
end
for key, mark in string.gmatch(ARGV[12], '([^ ]*) ([^\\n]*)\\n') do redis.call('HSET', seen, key, mark..'|'..ARGV[6]) end
local most = tonumber(ARGV[7])
if redis.call('HLEN', seen) > most then
  local all, rows = redis.call('HGETALL', seen), {}
  for i = 1, #all, 2 do rows[#rows + 1] = {all[i], string.match(all[i + 1], '|(.*)$') or ''} end
  table.sort(rows, function(a, b) if a[2] == b[2] then return a[1] < b[1] end return a[2] < b[2] end)
  for i = 1, #rows - math.floor(most * 0.8) do redis.call('HDEL', seen, rows[i][1]) end
end
return 1
`;

/**
 * ARGV: sourceId, atIso, newPosts, nextIso or '', error as JSON or '', 1 for a list, atMs, interval and wanted interval in minutes or '', most
 * delays kept, then bucket/count pairs of delays. How gaps fade: updateLongestGap in health.ts.
 */
const recordVisit = `
local key = p..'src:'..ARGV[1]
redis.call('HSET', key, 'lastVisitAt', ARGV[2])
if ARGV[4] ~= '' then redis.call('HSET', key, 'nextVisitAt', ARGV[4]) end
if ARGV[8] ~= '' then redis.call('HSET', key, 'intervalMinutes', ARGV[8]) end
if ARGV[9] ~= '' then redis.call('HSET', key, 'wantedMinutes', ARGV[9]) end
if ARGV[5] == '' then
  redis.call('HSET', key, 'lastSuccessAt', ARGV[2])
  if ARGV[6] == '1' then
    redis.call('HSET', key, 'failuresInRow', 0)
    redis.call('HDEL', key, 'lastError')
  end
else
  if ARGV[6] == '1' then redis.call('HINCRBY', key, 'failuresInRow', 1) end
  redis.call('HSET', key, 'lastError', ARGV[5])
end
if tonumber(ARGV[3]) > 0 then
  local now, f = tonumber(ARGV[7]), redis.call('HMGET', key, 'newMs', 'longestGapMinutes')
  if f[1] then
    local gap = math.max(now - tonumber(f[1]), 0)
    local faded = tonumber(f[2] or '0') * math.exp(-gap / 2592000000)
    redis.call('HSET', key, 'longestGapMinutes', string.format('%.2f', math.max(gap / 60000, faded)))
  end
  redis.call('HSET', key, 'newMs', ARGV[7], 'lastNewPostAt', ARGV[2])
  redis.call('HINCRBY', key, 'postsSeen', ARGV[3])
end
for i = 11, #ARGV, 2 do redis.call('HINCRBY', key, 'd'..ARGV[i], ARGV[i + 1]) end
if #ARGV > 10 then
  local all, sum = redis.call('HGETALL', key), 0
  for i = 1, #all, 2 do if string.match(all[i], '^d%d+$') then sum = sum + tonumber(all[i + 1]) end end
  if sum > tonumber(ARGV[10]) then
    for i = 1, #all, 2 do
      if string.match(all[i], '^d%d+$') then
        local half = math.floor(tonumber(all[i + 1]) / 2)
        if half > 0 then redis.call('HSET', key, all[i], half) else redis.call('HDEL', key, all[i]) end
      end
    end
  end
end
return 1
`;

/** ARGV: sourceId, key and mark of each post, a line each. Returns, as a string, one character a post: 0 where the very mark is known, 1 where it is not. */
const findUnseen = `
local keys, marks, out = {}, {}, {}
for key, mark in string.gmatch(ARGV[2], '([^ ]*) ([^\\n]*)\\n') do keys[#keys + 1], marks[#marks + 1] = key, mark end
for i, known in ipairs(redis.call('HMGET', p..'seen:'..ARGV[1], unpack(keys))) do
  out[i] = known and string.match(known, '^[^|]*') == marks[i] and '0' or '1'
end
return table.concat(out)
`;

/** ARGV: id of a visit. Returns the posts that stood on its page, or ''. */
const readRoll = `
return redis.call('GET', p..'on:'..ARGV[1]) or ''
`;

/** ARGV: id of a visit, the posts on its page or '', how long they are remembered, ms. */
const writeRoll = `
if ARGV[2] == '' then redis.call('DEL', p..'on:'..ARGV[1]) else redis.call('SET', p..'on:'..ARGV[1], ARGV[2], 'PX', ARGV[3]) end
return 1
`;

/** ARGV: sourceId, then name/value pairs of its health; those that are there already stay. */
const restoreHealth = `
for i = 2, #ARGV, 2 do redis.call('HSETNX', p..'src:'..ARGV[1], ARGV[i], ARGV[i + 1]) end
return 1
`;

/** ARGV: sourceId. Returns all fields of its health, flat. */
const readHealth = `
return redis.call('HGETALL', p..'src:'..ARGV[1])
`;

/** ARGV: horizonMs. Returns due, in flight, next due time or ''. */
const idleState = `
local due = 0
local hosts = redis.call('ZRANGEBYSCORE', p..'hosts', '-inf', ARGV[1], 'LIMIT', 0, 1000)
for _, host in ipairs(hosts) do due = due + redis.call('ZCOUNT', p..'q:'..host, '-inf', ARGV[1]) end
local first = redis.call('ZRANGE', p..'hosts', 0, 0, 'WITHSCORES')
return {due, redis.call('ZCARD', p..'flight'), first[2] or ''}
`;

/** ARGV: nowMs, visits a minute, visits wanted. Returns how many are granted; up to a minute's worth is saved up. */
const grantVisits = `
local key, now, per = p..'tokens', tonumber(ARGV[1]), tonumber(ARGV[2])
local f = redis.call('HMGET', key, 'at', 'count')
local at, count = tonumber(f[1] or '0'), tonumber(f[2] or '0')
local saved = math.min(count + math.min(math.max(now - at, 0), 60000) * per / 60000, per)
local granted = math.min(math.floor(saved), tonumber(ARGV[3]))
redis.call('HSET', key, 'at', string.format('%.0f', math.max(now, at)), 'count', string.format('%.4f', math.min(saved - granted, per)))
return granted
`;

const steps = {
  grantVisits,
  addVisit,
  popDue,
  recallVisits,
  beginVisit,
  finishVisit,
  acquireSlot,
  releaseSlot,
  restPart,
  partRest,
  spendRequest,
  beginEpoch,
  moveCursor,
  recordVisit,
  findUnseen,
  readRoll,
  writeRoll,
  restoreHealth,
  readHealth,
  idleState,
} as const;
export type Step = keyof typeof steps;

const functions = Object.entries(steps).map(([name, body]) => `steps.${name} = function(ARGV)${body}end`);

/**
 * Does any number of steps, one after another. ARGV: the steps as JSON, each a list of its name and its arguments, all of them strings. Returns what
 * each returned, and flat the places (from 1) and reasons of those that failed; a step that fails leaves the others alone.
 */
export const stepsScript = `${shared}
local steps = {}
${functions.join('\n')}
local results, failed = {}, {}
for place, step in ipairs(cjson.decode(ARGV[1])) do
  local fine, result = pcall(steps[table.remove(step, 1)], step)
  if not fine then
    failed[#failed + 1] = place
    failed[#failed + 1] = type(result) == 'table' and result.err or tostring(result)
    result = 0
  end
  results[place] = result
end
return {results, failed}
`;
