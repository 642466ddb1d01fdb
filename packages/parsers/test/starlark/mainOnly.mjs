/** A further language whose module does not load in threads. */
import { isMainThread } from "node:worker_threads"
import starlark from "./language.mjs"

if (!isMainThread) throw new Error("Not in a thread")

export default starlark
