// A process of its own that uses Drift, shuts it down and then has nothing left to do. It runs the built code.
import { driftInitialize, driftScan, driftShutdown } from "@drift/runtime/Drift"

const [, , root] = process.argv

await driftInitialize({ root })
const { summary } = await driftScan()
await driftShutdown()
await driftInitialize({ root })
const cut = driftScan({ force: true })
await driftShutdown()
await cut
await driftInitialize({ root: `${root}/missing` }).catch(() => {})
process.stdout.write(`${JSON.stringify({ parsed: summary.parsedNow })}\n`)
