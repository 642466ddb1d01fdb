/** What `drift doctor` looks at besides the database. */
import type { EngineName } from "@drift/parsers/EngineName"
import { DISPLAY_NAMES, LANGUAGES } from "@drift/core/Language"
import type { Finding } from "@drift/storage/SqliteAdmin"
import * as Effect from "effect/Effect"
import { open, type RoomList } from "./Rooms.js"

/** What a look needs to know. */
interface Context {
  readonly engine: EngineName | undefined
}

type Examination = (context: Context) => Effect.Effect<Finding, never, RoomList>

/** The oldest Node that Drift runs on. */
const OLDEST_NODE = [20, 19] as const

const node: Examination = () =>
  Effect.sync(() => {
    const version = process.versions.node
    const [major = 0, minor = 0] = version.split(".").map(Number)
    const [oldestMajor, oldestMinor] = OLDEST_NODE
    const fits = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)
    return fits
      ? { subject: "Node", state: "good", detail: version }
      : {
          subject: "Node",
          state: "wrong",
          detail: `${version} is too old`,
          advice: [`Install Node ${OLDEST_NODE.join(".")} or later.`]
        }
  })

/** Each grammar is tried with an empty source, which loads it. */
const parser: Examination = ({ engine }) =>
  Effect.gen(function* () {
    const service = yield* open((rooms) => rooms.parser(engine))
    const broken: Array<string> = []
    for (const language of LANGUAGES) {
      const tried = yield* Effect.either(service.parse("", "empty", { language }))
      if (tried._tag === "Left") broken.push(`${DISPLAY_NAMES[language]}: ${tried.left.message}`)
    }
    const { engine: inUse = "none" } = yield* service.stats
    if (broken.length > 0) {
      return {
        subject: "Parser",
        state: "wrong",
        detail: broken.join("; "),
        advice: ["Install Drift again, with install scripts and a C++ compiler, or use a newer Node."]
      } satisfies Finding
    }
    const detail = `engine ${inUse}, ${LANGUAGES.length} grammars`
    return { subject: "Parser", state: "good", detail } satisfies Finding
  }).pipe(
    Effect.scoped,
    Effect.catchAll(({ message }) =>
      Effect.succeed<Finding>({
        subject: "Parser",
        state: "wrong",
        detail: message,
        advice: ["Install Drift again, with install scripts and a C++ compiler, or use a newer Node."]
      })
    )
  )

/** Another look is another line. */
const EXAMINATIONS: ReadonlyArray<Examination> = [node, parser]

/** Makes all of them. */
export const all = (engine: EngineName | undefined): Effect.Effect<ReadonlyArray<Finding>, never, RoomList> =>
  Effect.forEach(EXAMINATIONS, (examination) => examination({ engine }))
