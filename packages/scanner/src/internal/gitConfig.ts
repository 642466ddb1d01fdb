/** As much of git's configuration format as it takes to find `core.excludesFile`. */

export interface GitSetting {
  /** Section and key, lower case: `core.excludesfile`. Sections with a subsection carry it: `includeif "gitdir:~/".path`. */
  readonly name: string
  readonly value: string
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", b: "\b", '"': '"', "\\": "\\" }

/** A value as it stands after `=`: quotes and escapes undone, comments and outer blanks dropped. */
const parseValue = (text: string): string => {
  let value = ""
  let kept = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!
    if (char === "\\") {
      value += ESCAPES[text[++i] ?? ""] ?? ""
      kept = value.length
    } else if (char === '"') quoted = !quoted
    else if (!quoted && (char === "#" || char === ";")) break
    else {
      value += char
      if (quoted || !/\s/.test(char)) kept = value.length
    }
  }
  return value.slice(0, kept)
}

/** The settings in the order of the file; lines that are none are passed over. */
export const parse = (content: string): ReadonlyArray<GitSetting> => {
  const settings: Array<GitSetting> = []
  let section = ""
  for (const raw of content
    .replace(/^\uFEFF/, "")
    .replace(/\\\r?\n/g, "")
    .split(/\r?\n/)) {
    let line = raw.trim()
    const header = /^\[\s*([A-Za-z0-9.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]/.exec(line)
    if (header !== null) {
      const name = header[1]!.toLowerCase()
      section = header[2] === undefined ? name : `${name} "${header[2]}"`
      line = line.slice(header[0].length).trim()
    }
    const setting = /^([A-Za-z][A-Za-z0-9-]*)\s*=\s*(.*)$/.exec(line)
    if (setting !== null)
      settings.push({ name: `${section}.${setting[1]!.toLowerCase()}`, value: parseValue(setting[2]!) })
  }
  return settings
}
