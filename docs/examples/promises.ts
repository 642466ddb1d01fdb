import { driftInitialize, driftScan, driftShutdown } from "@drift/runtime/Drift"

export const filesByLanguage = async (root: string): Promise<Readonly<Record<string, number>>> => {
  await driftInitialize({ root })
  try {
    const { summary } = await driftScan()
    return summary.languages
  } finally {
    await driftShutdown()
  }
}
