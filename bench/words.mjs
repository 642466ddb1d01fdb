// The words of the generated trees, and what draws from them: the same bytes on every machine for the same seed.

const words = (text) => text.split(" ")

const VERBS = words(
  "accept add apply build cache check clear close collect commit compare count create decode delete dispatch drop emit encode ensure expand fetch filter find flush format group handle index insert join list load lock mark match merge move notify open order parse patch persist plan prepare publish pull push query queue read record refresh register release remove render replace report resolve restore retry save scan schedule select send sort split start stop store sync track update validate verify visit write"
)
const NOUNS = words(
  "account address alias archive asset balance batch block branch bucket budget buffer bundle cart channel client cluster column command config contract customer cycle digest document driver entry factor feature field filter folder frame gateway graph group handle header image item journal key label layer ledger license limit line link listener location manifest market member message metric module network node notice option order owner page parcel partner payment period plan policy price process product profile project queue quota rate record region report request resource result review role route rule sample schedule schema scope section segment session shipment signal snapshot source stage state stock stream summary supplier table target task team template tenant ticket token topic trace transfer unit user vendor version view voucher window worker zone"
)
const QUALIFIERS = words(
  "active basic cached daily direct fast final first global initial inner late local main nested open pending remote safe shared"
)
/** Locals and parameters, the usual ones first; no language of the ten reserves any of them. */
const LOCALS = words(
  "name result value key index item node data id path options count size config args i source text other context entry offset state user target request response line length start token n current x message info buffer parent root child left right query total label"
)
/** What is called on values, the usual ones first; only ever written after a dot or an arrow. */
const CALLS = words(
  "get add put size push append contains join format length find create equals write read remove apply filter map toString close parse update split trim replace hasNext getName build of start stop insert execute send copy reset flush first keys values lookup resolve accept register count matches emit indexOf"
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

/** What a file is drawn from: numbers, choices, and names as lists of words, to be spelled by the language. */
export const drawing = (seed) => {
  const next = random(seed)
  const int = (least, most) => least + Math.floor(next() * (most - least + 1))
  const chance = (percent) => next() * 100 < percent
  const pick = (list) => list[int(0, list.length - 1)]
  /** The first of the list far more often than the last, as names are in real code. */
  const usual = (list) => {
    const at = next()
    return list[Math.floor(list.length * at * at)]
  }
  /** A key of the record, as often as its value says. */
  const weighted = (weights) => {
    const entries = Object.entries(weights)
    let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [key, weight] of entries) if ((left -= weight) < 0) return key
    return entries[0][0]
  }
  const thing = () => (chance(20) ? [pick(QUALIFIERS), pick(NOUNS)] : [pick(NOUNS)])
  const noun = () => pick(NOUNS)
  const action = () => [usual(VERBS), ...(chance(15) ? [pick(QUALIFIERS)] : []), usual(NOUNS)]
  const local = () => (chance(80) ? [usual(LOCALS)] : [pick(["old", "new", "my"]), pick(NOUNS)])
  const callee = () => [usual(CALLS)]
  const phrase = () => `the ${chance(40) ? `${pick(QUALIFIERS)} ` : ""}${pick(NOUNS)}`
  const sentence = () => {
    const more = [
      "",
      ` of ${phrase()}`,
      ` before ${phrase()} is ${pick(["closed", "sent", "read", "known"])}`,
      `, unless ${phrase()} has a ${pick(NOUNS)} of its own`,
      ` and ${pick(VERBS)} ${phrase()} again`
    ]
    return `${pick(VERBS)} ${phrase()}${pick(more)}`
  }
  return { int, chance, pick, usual, weighted, noun, thing, action, local, callee, phrase, sentence }
}

const upper = (word) => word[0].toUpperCase() + word.slice(1)

export const capital = upper
export const pascal = (name) => name.map(upper).join("")
export const camel = ([first, ...rest]) => first + pascal(rest)
export const snake = (name) => name.join("_").replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
/** `count` different ones of what is drawn. */
export const several = (count, drawn) => Array.from(new Set(Array.from({ length: count }, drawn)))
