// Source trees that are the same bytes everywhere: ten languages in equal parts, files of 50 to 100 lines, about 2.2 KB each.
// `node bench/generate.mjs DIRECTORY FILES [SEED]`
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { SYNTAXES } from "./syntaxes.mjs"
import { drawing, pascal, several } from "./words.mjs"
import { fileWriter } from "./writer.mjs"

const FEWEST = 50
const MOST = 100
/** So often a function that would be too long is drawn again, each time shorter. */
const TRIES = 6

/** One file's text: a type or a few constants, then functions as long as there is room. */
const generateFile = (syntax, number, seed) => {
  const draw = drawing(seed * 1_000_003 + number)
  const wanted = draw.int(FEWEST + 2, MOST)
  const file = fileWriter(syntax, draw, draw.chance(syntax.typed))
  const title = `${pascal(draw.thing())}${pascal(draw.thing())}${number}`
  const imported = several(draw.int(...syntax.imports), () => pascal(draw.thing()))
  const [first, ...opening] = syntax.open(file, title, imported)
  // A tag of the language comes before everything else.
  const lines = first === "<?php" ? [first, ...file.header(), ...opening] : [...file.header(), first, ...opening]
  const last = syntax.close(file)
  for (let tries = 0; tries < TRIES;) {
    const block = file.definition(tries === 0 ? undefined : TRIES - tries)
    if (lines.length + 1 + block.length + last.length > wanted) tries++
    else lines.push(...(/[{:]$/.test(lines.at(-1)) ? [] : [""]), ...block)
  }
  lines.push(...last)
  while (lines.length < FEWEST) lines.push(file.comment(0, file.prose(1)[0]))
  return `${lines.join("\n")}\n`
}

/** Writes the tree and returns its size in bytes. 25 files a folder, 20 folders a package, the languages in turn. */
export const generate = (directory, files, seed = 1) => {
  let bytes = 0
  for (let number = 0; number < files; number++) {
    const syntax = SYNTAXES[number % SYNTAXES.length]
    const nth = Math.floor(number / SYNTAXES.length)
    const folder = join(directory, syntax.id, `package${Math.floor(nth / 500)}`, `module${Math.floor(nth / 25) % 20}`)
    if (nth % 25 === 0) mkdirSync(folder, { recursive: true })
    const text = generateFile(syntax, number, seed)
    bytes += text.length
    writeFileSync(join(folder, syntax.file(nth)), text)
  }
  return bytes
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [directory, files, seed = "1"] = process.argv.slice(2)
  if (directory === undefined || !/^\d+$/.test(files ?? "")) {
    console.error("Usage: node bench/generate.mjs DIRECTORY FILES [SEED]")
    process.exitCode = 2
  } else {
    console.log(`${generate(directory, Number(files), Number(seed))} bytes`)
  }
}
