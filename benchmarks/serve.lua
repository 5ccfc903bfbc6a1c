-- Asks at a steady rate, for wrk: one message that goes round, a little different each time, from many clients.
-- Arguments: the mode (asks or pages), requests a second (0: as fast as it goes), a seed.

local ffi = require("ffi")
ffi.cdef("typedef struct { long seconds; long micros; } moment; int gettimeofday(moment *, void *);")
local moment = ffi.new("moment")

local function now()
  ffi.C.gettimeofday(moment, nil)
  return tonumber(moment.seconds) * 1000 + tonumber(moment.micros) / 1000
end

local MESSAGE = "Vietcombank thông báo: tài khoản của quý khách đang bị đăng nhập từ thiết bị lạ và sẽ bị khóa trong %d giờ. "
  .. "Truy cập https://vietcombank-vn.top/xac-minh để xác minh, nhập mã OTP và chuyển %d.%03d.000đ phí bảo đảm. "
  .. "Mọi thắc mắc gọi 09%08d%s %s"
local NAMES = { "chị Hoa", "anh Tuấn", "cô Lan", "bác Sáu", "em Minh", "dì Tư" }
local EMOJI = { "😱", "⚠️", "🙏", "❗", "🔥", "" }
local ENDS = { ".", "!", "!!", "...", "" }
local WORDS = { "gấp", "nhé", "ạ", "thật đấy", "xem ngay", "đọc kỹ", "quan trọng", "mới nhận", "" }
local CLIENTS = 4000

local random = math.random

local function encoded(text)
  return (text:gsub("[^%w ]", function(letter) return string.format("%%%02X", letter:byte()) end):gsub(" ", "+"))
end

local function one_of(list)
  return list[random(#list)]
end

local function message()
  local told = MESSAGE:format(random(2, 72), random(9), random(0, 999), random(0, 99999999), one_of(ENDS), one_of(WORDS))
  return one_of(NAMES) .. " ơi " .. one_of(EMOJI) .. " " .. told
end

local function client()
  local number = random(CLIENTS)
  return "192.0." .. math.floor(number / 250) .. "." .. number % 250 + 1
end

local threads = {}
function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(arguments)
  mode, rate = arguments[1], tonumber(arguments[2])
  random = math.random
  math.randomseed(tonumber(arguments[3]) + number)
  paths = { "/", "/en/", "/khong-co" }
  statuses = {}
  slot = now()
end

-- Every connection of a thread takes the next moment; one that comes too late for it goes at once.
function delay()
  if rate <= 0 then return 0 end
  slot = slot + 1000 / rate
  return math.max(0, slot - now())
end

function request()
  local headers = { ["X-Forwarded-For"] = client(), ["Accept-Encoding"] = "gzip" }
  if mode == "pages" then return wrk.format("GET", one_of(paths), headers) end
  headers["Content-Type"] = "application/x-www-form-urlencoded"
  return wrk.format("POST", "/", headers, "text=" .. encoded(message()))
end

function response(status)
  statuses[status] = (statuses[status] or 0) + 1
end

function done(summary, latency)
  local found = {}
  for _, thread in ipairs(threads) do
    for status, count in pairs(thread:get("statuses")) do
      table.insert(found, string.format('"%d": %d', status, count))
    end
  end
  local broken = summary.errors
  io.write(string.format(
    '\nRESULT {"requests": %d, "seconds": %.3f, "p50": %.1f, "p99": %.1f, "max": %.1f, "broken": %d, "statuses": {%s}}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    latency.max / 1000, broken.connect + broken.read + broken.write + broken.timeout, table.concat(found, ", ")
  ))
end
