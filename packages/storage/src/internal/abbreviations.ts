/**
 * JSON lists of facts are mostly the same few keys. They are stored with a control character, which JSON text cannot hold, in
 * the place of each; the views put them back.
 */

/** Longer ones first where one begins like another. */
const ABBREVIATIONS: ReadonlyArray<readonly [code: number, text: string]> = [
  [1, '[{"name":"'],
  [2, '"},{"name":"'],
  [3, '},{"name":"'],
  [4, '","type":"'],
  [5, '","visibility":"public"'],
  [6, '","visibility":"private"'],
  [7, '","visibility":"'],
  [8, ',"static":true'],
  [11, ',"readonly":true'],
  [12, '","arguments":['],
  [14, '"text":"'],
  [15, '"}]']
]

/** The JSON text of a list as it is stored. */
export const abbreviated = (json: string): string => {
  let text = json
  for (const [code, long] of ABBREVIATIONS) text = text.replaceAll(long, String.fromCharCode(code))
  return text
}

/** The SQL expression for the JSON text behind one that is stored. */
export const expanded = (stored: string): string =>
  ABBREVIATIONS.reduce((sql, [code, long]) => `replace(${sql}, char(${code}), '${long}')`, stored)
