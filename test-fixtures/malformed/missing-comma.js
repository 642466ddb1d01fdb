// EXPECT: functions>=2 errors>=1

function before(a, b) {
  return Math.max(a, b)
}

const options = { width: 10 height: 20 }

function after() {
  return before(options.width options.height)
}
