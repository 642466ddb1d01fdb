import { driftCancelScan, driftInitialize, driftScan, driftShutdown } from "@drift/runtime/Drift"

/** Scans until enough files are stored; the next scan finishes the work. */
export const scanSome = async (root: string, enough: number): Promise<string> => {
  await driftInitialize({ root })
  const { status } = await driftScan({
    onEvent: (event) => {
      if (event._tag === "ScanProgress" && event.processed >= enough) driftCancelScan()
    }
  })
  await driftShutdown()
  return status
}
