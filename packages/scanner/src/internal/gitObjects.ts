/** The objects of a repository, through `git cat-file`. What is not there, or is damaged, is told object by object. */
import * as Effect from "effect/Effect"
import * as Scope from "effect/Scope"
import type { Git } from "./gitProcess.js"
import * as GitProcess from "./gitProcess.js"

export interface GitObject {
  readonly id: string
  readonly type: string
  readonly size: number
  /** Nothing where only the size was asked for. */
  readonly bytes: Buffer
}

/** `undefined` when there is no such object, or it cannot be read. */
type OnAnswer = (object: GitObject | undefined) => void

const NOTHING = Buffer.alloc(0)

/** Names that are asked for at a time. */
const NAMES = 1024

/** Each damaged object ends a process. After more of them than this, all further objects count as damaged. */
const MAX_RESTARTS = 256

/** Makes answers of what `cat-file` writes: a line for each, and with `bodies` the object and a newline behind it. */
class AnswerParser {
  readonly #bodies: boolean
  readonly #onAnswer: OnAnswer
  #line = ""
  #header: Omit<GitObject, "bytes"> | undefined
  #body = NOTHING
  #filled = 0

  constructor(bodies: boolean, onAnswer: OnAnswer) {
    this.#bodies = bodies
    this.#onAnswer = onAnswer
  }

  push(chunk: Buffer): void {
    for (let at = 0; at < chunk.length;)
      at = this.#header === undefined ? this.#readLine(chunk, at) : this.#readBody(chunk, at)
  }

  #readLine(chunk: Buffer, at: number): number {
    const end = chunk.indexOf(0x0a, at)
    if (end < 0) {
      this.#line += chunk.toString("latin1", at)
      return chunk.length
    }
    const [, id, type, digits] =
      /^([0-9a-f]{40,64}) ([a-z]+) (\d+)$/.exec(this.#line + chunk.toString("latin1", at, end)) ?? []
    this.#line = ""
    if (id === undefined || type === undefined) this.#onAnswer(undefined)
    else {
      const header = { id, type, size: Number(digits) }
      if (this.#bodies) {
        this.#header = header
        this.#body = Buffer.allocUnsafeSlow(header.size + 1)
        this.#filled = 0
      } else this.#onAnswer({ ...header, bytes: NOTHING })
    }
    return end + 1
  }

  #readBody(chunk: Buffer, at: number): number {
    const copied = chunk.copy(this.#body, this.#filled, at)
    this.#filled += copied
    if (this.#filled === this.#body.length && this.#header !== undefined) {
      const object = { ...this.#header, bytes: this.#body.subarray(0, -1) }
      this.#header = undefined
      this.#body = NOTHING
      this.#onAnswer(object)
    }
    return at + copied
  }
}

interface Question {
  left: number
  readonly onAnswer: OnAnswer
  readonly whenOver: () => void
}

/** A `cat-file` that is asked question by question. */
class Conversation {
  readonly #child: GitProcess.GitProcess
  #question: Question | undefined

  private constructor(git: Git, bodies: boolean) {
    const answers = new AnswerParser(bodies, (object) => this.#answer(object))
    this.#child = new GitProcess.GitProcess(git, ["cat-file", bodies ? "--batch" : "--batch-check"], (chunk) => {
      try {
        answers.push(chunk)
      } catch {
        // An object that memory has no room for.
        this.#child.kill()
      }
    })
    this.#child.onEnd(() => this.#question?.whenOver())
  }

  static open(git: Git, bodies: boolean): Effect.Effect<Conversation, never, Scope.Scope> {
    return Effect.acquireRelease(
      Effect.sync(() => new Conversation(git, bodies)),
      ({ ended }) => ended
    )
  }

  /** Ends it. */
  get ended(): Effect.Effect<void> {
    return Effect.andThen(
      Effect.sync(() => this.#child.kill()),
      GitProcess.awaitEnd(this.#child)
    )
  }

  /** How many of the names were answered, in their order: all, unless git made an end. */
  ask(names: ReadonlyArray<string>, onAnswer: OnAnswer): Effect.Effect<number> {
    return Effect.async((resume) => {
      const question: Question = {
        left: names.length,
        onAnswer,
        whenOver: () => {
          this.#question = undefined
          resume(Effect.succeed(names.length - question.left))
        }
      }
      this.#question = question
      if (this.#child.ended !== undefined) question.whenOver()
      else this.#child.write(`${names.join("\n")}\n`)
    })
  }

  #answer(object: GitObject | undefined): void {
    const question = this.#question
    if (question === undefined) return
    question.onAnswer(object)
    if (--question.left === 0) question.whenOver()
  }
}

/** Each id once, with the object; in no particular order. */
type OnObject = (id: string, object: GitObject | undefined) => void

export class GitObjects {
  readonly #git: Git
  readonly #scope: Scope.Scope
  readonly #conversations = new Map<boolean, Conversation>()
  #restarts = 0
  /** What is known to be absent, once it had to be asked for. */
  #absent: ReadonlySet<string> | undefined
  #tree = ""

  private constructor(git: Git, scope: Scope.Scope) {
    this.#git = git
    this.#scope = scope
  }

  /** Its processes end with the scope. */
  static make(git: Git): Effect.Effect<GitObjects, never, Scope.Scope> {
    return Effect.map(Effect.scope, (scope) => new GitObjects(git, scope))
  }

  /**
   * The tree that a revision is, or leads to, and is asked about from now on. Nothing in `rev` is an option: git reads it
   * from its input, where it is a line.
   */
  resolve(rev: string): Effect.Effect<{ readonly id: string | undefined; readonly ended: GitProcess.Ended }> {
    return Effect.gen(this, function* () {
      const found: Array<GitObject | undefined> = []
      const answers = new AnswerParser(false, (object) => found.push(object))
      // `HEAD:folder` is a tree, but `^{tree}` behind it would be taken for a part of the folder's name.
      const names = rev === "" || /[\0\n\r]/.test(rev) ? "" : `${rev}^{tree}\n${rev}\n`
      const ended = yield* GitProcess.run(
        this.#git,
        ["cat-file", "--batch-check"],
        (chunk) => answers.push(chunk),
        names
      )
      const id = found.find((object) => object?.type === "tree")?.id
      this.#tree = id ?? ""
      return { id, ended }
    })
  }

  /** The sizes of objects, without their bytes. */
  sizes(ids: ReadonlyArray<string>, onObject: OnObject): Effect.Effect<void> {
    return this.#ask(false, ids, onObject)
  }

  read(ids: ReadonlyArray<string>, onObject: OnObject): Effect.Effect<void> {
    return this.#ask(true, ids, onObject)
  }

  #ask(bodies: boolean, ids: ReadonlyArray<string>, onObject: OnObject): Effect.Effect<void> {
    return Effect.gen(this, function* () {
      for (let from = 0; from < ids.length; from += NAMES) {
        let names: ReadonlyArray<string> = ids.slice(from, from + NAMES)
        while (names.length > 0) {
          names = this.#without(this.#absent, names, onObject)
          if (names.length === 0) break
          if (this.#restarts > MAX_RESTARTS) {
            for (const name of names) onObject(name, undefined)
            break
          }
          let next = 0
          const conversation = yield* this.#conversation(bodies)
          const asked = names
          const answered = yield* conversation.ask(asked, (object) => onObject(asked[next++]!, object))
          if (answered === asked.length) break
          this.#conversations.delete(bodies)
          this.#restarts++
          names = names.slice(answered)
          const [broken] = names
          if (this.#absent === undefined) this.#absent = yield* this.#findAbsent
          if (broken !== undefined && !this.#absent.has(broken)) {
            onObject(broken, undefined)
            names = names.slice(1)
          }
        }
      }
    })
  }

  #without(
    absent: ReadonlySet<string> | undefined,
    names: ReadonlyArray<string>,
    onObject: OnObject
  ): ReadonlyArray<string> {
    if (absent === undefined) return names
    return names.filter((name) => {
      if (!absent.has(name)) return true
      onObject(name, undefined)
      return false
    })
  }

  #conversation(bodies: boolean): Effect.Effect<Conversation> {
    return Effect.gen(this, function* () {
      const open = this.#conversations.get(bodies)
      if (open !== undefined) return open
      const conversation = yield* Scope.extend(Conversation.open(this.#git, bodies), this.#scope)
      this.#conversations.set(bodies, conversation)
      return conversation
    })
  }

  /**
   * The objects that a partial clone has not fetched: `cat-file` ends at the first of them, and there may be as many as
   * files. Without what is absent, what else ends it is damage, and rare.
   */
  get #findAbsent(): Effect.Effect<ReadonlySet<string>> {
    return Effect.suspend(() => {
      const absent = new Set<string>()
      let rest = ""
      const onData = (chunk: Buffer): void => {
        const lines = (rest + chunk.toString("latin1")).split("\n")
        rest = lines.pop() ?? ""
        for (const line of lines) if (line.startsWith("?")) absent.add(line.slice(1))
      }
      const args = ["rev-list", "--objects", "--no-object-names", "--missing=print", this.#tree]
      return Effect.as(GitProcess.run(this.#git, args, onData), absent)
    })
  }
}
