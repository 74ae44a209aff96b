-- For wrk: posts the submissions of the file that letopis_http_append wrote, each once.
--   wrk -t1 ... -s submissions.lua URL -- FILE
local bodies, next_body = {}, 0

function init(args)
  local file = assert(io.open(args[1], "rb"))
  while true do
    local size = file:read(4)
    if not size then break end
    local a, b, c, d = size:byte(1, 4)
    bodies[#bodies + 1] = file:read(((a * 256 + b) * 256 + c) * 256 + d)
  end
end

function request()
  next_body = next_body + 1
  if next_body >= #bodies then wrk.thread:stop() end
  local headers = { ["Content-Type"] = "application/vnd.letopis.events" }
  return wrk.format("POST", "/v1/events", headers, bodies[math.min(next_body, #bodies)])
end
