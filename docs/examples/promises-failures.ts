import { DriftError, driftInitialize } from "@drift/runtime/Drift"

export const whatWentWrong = async (root: string): Promise<string> => {
  try {
    await driftInitialize({ root })
    return "nothing"
  } catch (error) {
    if (!(error instanceof DriftError)) throw error
    const { code, hints, message, retryable } = error
    return [code, message, retryable ? "try again later" : "do not try again", ...hints].join("\n")
  }
}
