// Source trees that are the same bytes everywhere: ten languages in equal parts, files of 50 to 100 lines, about 2.2 KB each.
// `node bench/generate.mjs DIRECTORY FILES [SEED]`
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { SYNTAXES } from "./syntaxes.mjs"

const VERBS =
  "accept add apply build cache check clear close collect commit compare count create decode delete dispatch drop emit encode ensure expand fetch filter find flush format group handle index insert join list load lock mark match merge move notify open order parse patch persist plan prepare publish pull push query queue read record refresh register release remove render replace report resolve restore retry save scan schedule select send sort split start stop store sync track update validate verify visit write".split(
    " "
  )
const NOUNS =
  "account address alias archive asset balance batch block branch bucket budget buffer bundle cart channel client cluster column command config contract customer cycle digest document driver entry event factor feature field filter folder frame gateway graph group handle header image index invoice item journal key label layer ledger license limit line link listener location manifest market member message metric module network node notice option order owner page parcel partner payment period plan policy price process product profile project queue quota rate record region report request resource result review role route rule sample schedule schema scope section segment session shipment signal snapshot source stage state stock stream summary supplier table target task team template tenant ticket token topic trace transfer unit user vendor version view voucher window worker zone".split(
    " "
  )
const QUALIFIERS =
  "active base cached daily direct fast final first global initial inner late local main next open pending remote safe shared".split(
    " "
  )

/** mulberry32: small, and the same on every platform. */
const random = (seed) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** What a template draws from: whole numbers and names in the spelling of the language. */
const drawing = (seed) => {
  const next = random(seed)
  const int = (least, most) => least + Math.floor(next() * (most - least + 1))
  const pick = (list) => list[int(0, list.length - 1)]
  const action = () => (int(0, 5) === 0 ? [pick(VERBS), pick(QUALIFIERS), pick(NOUNS)] : [pick(VERBS), pick(NOUNS)])
  const thing = () => (int(0, 5) === 0 ? [pick(QUALIFIERS), pick(NOUNS)] : [pick(NOUNS)])
  const sentence = () => `${pick(VERBS)} the ${pick(QUALIFIERS)} ${pick(NOUNS)}`
  return { int, pick, action, thing, sentence }
}

/** One file's text. Blocks follow each other until the next one would be too long. */
const generateFile = (syntax, number, seed) => {
  const draw = drawing(seed * 1_000_003 + number)
  const wanted = draw.int(54, 100)
  const type = [draw.pick(QUALIFIERS), draw.pick(NOUNS), draw.pick(NOUNS)]
  const lines = syntax.open(draw, type, number)
  const last = syntax.close(draw, type)
  for (;;) {
    const block = syntax.method(draw)
    if (lines.length + block.length + last.length > wanted) break
    lines.push(...block)
  }
  lines.push(...last)
  while (lines.length < 50) lines.push(`${syntax.comment} ${draw.sentence()}`)
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
