/** What a number is worth that is written in any of the languages. */

/** With another base: `0xFF`, `0b1010`, `0o17`, and as a hexadecimal fraction `0x1.8p3`. */
const BASED = /^0(?:x([\da-f]*)(?:\.([\da-f]*))?(?:p([+-]?\d+))?|b([01]+)|o([0-7]+)|d(\d+))/

/** Octal by its leading zero alone. What follows a whole number is a suffix. */
const OCTAL = /^0([0-7]+)(?![\d.eij])/

const DECIMAL = /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/

/**
 * The nearest double; `undefined` where there is none. Suffixes of types do not count, nor what makes a number imaginary.
 * `leadingZeroIsDecimal`: `010` is ten.
 */
export const valueOf = (raw: string, leadingZeroIsDecimal: boolean): number | undefined => {
  const text = raw.replaceAll("_", "").toLowerCase()
  const based = BASED.exec(text)
  if (based !== null) {
    const [, hex, fraction, exponent, binary, octal, decimal] = based
    if (hex !== undefined) return finite(hexadecimal(hex, fraction ?? "", Number(exponent ?? 0)))
    if (binary !== undefined) return finite(Number(BigInt(`0b${binary}`)))
    return finite(Number(BigInt(octal === undefined ? decimal! : `0o${octal}`)))
  }
  const octal = leadingZeroIsDecimal ? null : OCTAL.exec(text)
  if (octal !== null) return finite(Number(BigInt(`0o${octal[1]!}`)))
  const decimal = DECIMAL.exec(text)
  return decimal === null ? undefined : finite(Number(decimal[0]))
}

const hexadecimal = (whole: string, fraction: string, exponent: number): number => {
  const digits = whole + fraction
  return digits === "" ? NaN : Number(BigInt(`0x${digits}`)) * 2 ** (exponent - 4 * fraction.length)
}

const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined)
