-- What wrk sends, by the table in the file named by the first argument (see wrk.py).

local told, heads, sent, run = nil, {}, 0, ""
local flying, next_steps = {}, {} -- purchases by request id; requests any free connection sends
local threads = {}
finished, odd = 0, 0 -- read by done(), so global

function setup(thread)
    table.insert(threads, thread)
end

local function post(path, purchase, body)
    sent = sent + 1
    local id = run .. sent
    flying[id] = told.kind == "purchase" and purchase or nil
    return table.concat({
        "POST ", path, " HTTP/1.1\r\nHost: 127.0.0.1:", told.port,
        "\r\nContent-Type: application/json\r\nCookie: holdfast_session=", purchase.cookie,
        "\r\nIdempotency-Key: ", id, "\r\nX-Request-Id: ", id,
        "\r\nContent-Length: ", #body, "\r\n\r\n", body,
    })
end

function init(arguments)
    told = dofile(arguments[1])
    math.randomseed(tonumber(tostring(arguments):match("0x(%x+)"), 16) % 2 ^ 31 + os.time())
    run = string.format("%08x-%08x-", math.random(0, 2 ^ 31 - 1), math.random(0, 2 ^ 31 - 1))
    for at, path in ipairs(told.paths) do
        heads[at] = "GET " .. path .. " HTTP/1.1\r\nHost: 127.0.0.1:" .. told.port
            .. "\r\nCookie: holdfast_session=" .. told.cookies[at % #told.cookies + 1] .. "\r\n\r\n"
    end
    if told.kind ~= "purchase" then
        response = nil -- wrk reads answers only if there is somebody to tell
    end
    if told.pause_ms == 0 then
        delay = nil
    end
end

function delay()
    return told.pause_ms
end

function request()
    if told.kind == "get" then
        sent = sent + 1
        return heads[sent % #heads + 1]
    end
    local step = table.remove(next_steps)
    if step then
        return post(step.path, step.purchase, step.body)
    end
    local purchase = { cookie = told.cookies[sent % #told.cookies + 1] }
    return post(told.path, purchase, told.bodies[sent % #told.bodies + 1])
end

-- Reserve, then pay, then create: each answer makes the next request.
function response(status, headers, body)
    local id = headers["x-client-request-id"]
    local purchase = flying[id]
    flying[id] = nil
    if status ~= 200 or not purchase then
        odd = odd + 1
    elseif purchase.payment then
        finished = finished + 1
    elseif purchase.hold then
        purchase.payment = body:match('"paymentId":"([^"]+)"')
        local asked = '{"reservationId":"' .. purchase.hold .. '","paymentId":"' .. purchase.payment .. '"}'
        table.insert(next_steps, { path = "/api/orders/create", purchase = purchase, body = asked })
    else
        purchase.hold = body:match('"reservationId":"([^"]+)"')
        local asked = '{"reservationId":"' .. purchase.hold .. '","provider":"demo","scenario":"success"}'
        table.insert(next_steps, { path = "/api/payments", purchase = purchase, body = asked })
    end
end

function done(summary, latency, requests)
    local count, strange = summary.requests, 0
    for _, thread in ipairs(threads) do
        strange = strange + thread:get("odd")
        if thread:get("finished") > 0 then
            count = thread:get("finished")
        end
    end
    local errors = summary.errors
    print(string.format(
        '{"count": %d, "per_second": %.1f, "p50": %.6f, "p99": %.6f, "refused": %d, "broken": %d}',
        count, count / summary.duration * 1e6, latency:percentile(50) / 1e6, latency:percentile(99) / 1e6,
        errors.status + strange, errors.connect + errors.read + errors.write + errors.timeout
    ))
end
