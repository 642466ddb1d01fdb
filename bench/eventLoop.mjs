// How long a program that embeds Drift is kept from its own work: delays of a timer during a scan in the same process.
// `node bench/eventLoop.mjs ROOT DB` prints one line of JSON, milliseconds.
import { driftInitialize, driftScan, driftShutdown } from "@drift/runtime/Drift"
import { monitorEventLoopDelay } from "node:perf_hooks"
import { setTimeout } from "node:timers/promises"

const RESOLUTION_MS = 1

/** The histogram holds the time between two firings of a timer of one millisecond: what is beyond that is the delay. */
const during = async (work) => {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  histogram.enable()
  const started = performance.now()
  await work()
  const duration = performance.now() - started
  histogram.disable()
  const delay = (nanos) => Math.max(0, nanos / 1e6 - RESOLUTION_MS)
  return {
    duration,
    samples: histogram.count,
    p50: delay(histogram.percentile(50)),
    p99: delay(histogram.percentile(99)),
    max: delay(histogram.max)
  }
}

const [root, db] = process.argv.slice(2)
const idle = await during(() => setTimeout(1000))
await driftInitialize({ root, db })
const cold = await during(() => driftScan())
const unchanged = await during(() => driftScan())
await driftShutdown()
process.stdout.write(`${JSON.stringify({ idle, cold, unchanged })}\n`)
