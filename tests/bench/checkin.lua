-- wrk script: check-ins of one officer at the gates named in BENCH_PLATES (comma-separated codes).
local plates = {}
for code in string.gmatch(os.getenv("BENCH_PLATES"), "[^,]+") do plates[#plates + 1] = code end
local headers = {
  ["Content-Type"] = "application/json",
  ["Cookie"] = os.getenv("BENCH_COOKIE"),
  ["X-CSRF-Token"] = os.getenv("BENCH_CSRF"),
}
local n = 0

function init()
  math.randomseed(os.time() * 1000 + tonumber(tostring(headers):match("0x(%x+)"), 16) % 100000)
end

request = function()
  n = n + 1
  local id = string.format("%08x-%04x-4%03x-8%03x-%06x%06x", math.random(0, 0x7fffffff), math.random(0, 0xffff),
    math.random(0, 0xfff), math.random(0, 0xfff), math.random(0, 0xffffff), math.random(0, 0xffffff))
  local body = string.format(
    '{"client_id":"%s","plate":"%s","kind":"help","source":"plan","reason":"性能测试","device_ms":%d000,"confirm_warn":true}',
    id, plates[n % #plates + 1], os.time())
  return wrk.format("POST", "/api/v1/visits", headers, body)
end

local bad = 0
response = function(status)
  if status ~= 201 then
    bad = bad + 1
    if bad == 1 then io.stderr:write("check-in answered " .. status .. "\n") end
  end
end
