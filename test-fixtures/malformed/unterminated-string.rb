# EXPECT: functions>=1 imports=1 errors>=1
require "json"

def before(text)
  JSON.parse(text)
end

def broken
  "no end of #{before("{}")
end
