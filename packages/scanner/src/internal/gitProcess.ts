/** The git executable, asked questions: no shell, and nothing that a repository could make it run, fetch or write. */
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { ChildProcessWithoutNullStreams } from "node:child_process"
import * as ChildProcess from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"

/** What git is to know of the environment it runs in. */
export type Environment = Readonly<Record<string, string>>

/** A variable like GIT_DIR, which git sets for its hooks, must not lead to another repository. */
const INHERITED = [
  "PATH",
  "HOME",
  "XDG_CONFIG_HOME",
  "GIT_CONFIG_GLOBAL",
  "GIT_CONFIG_SYSTEM",
  "GIT_CONFIG_NOSYSTEM",
  "SUDO_UID",
  "SystemRoot",
  "USERPROFILE"
]

const FIXED: Environment = {
  // Messages are told apart by their words.
  LC_ALL: "C",
  GIT_ALLOW_PROTOCOL: "",
  GIT_NO_LAZY_FETCH: "1",
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0"
}

/** Read from the configuration provider, by default from the process's environment. */
export const environment: Config.Config<Environment> = Config.map(
  Config.all(INHERITED.map((name) => Config.withDefault(Config.string(name), ""))),
  (values) => ({
    ...Object.fromEntries(INHERITED.map((name, i) => [name, values[i]!] as const).filter(([, value]) => value !== "")),
    ...FIXED
  })
)

const OPTIONS = ["-c", "core.fsmonitor=false", "--no-pager"]

/** How much of what git complains about is kept. */
const MAX_COMPLAINT = 4096

/** Where git is, if anywhere. Only absolute folders of PATH count: others would name a program of the scanned tree. */
export const find = (environment: Environment): string | undefined => {
  const name = process.platform === "win32" ? "git.exe" : "git"
  for (const folder of (environment["PATH"] ?? "").split(path.delimiter)) {
    if (!path.isAbsolute(folder)) continue
    const candidate = path.join(folder, name)
    try {
      fs.accessSync(candidate, fs.constants.X_OK)
      if (fs.statSync(candidate).isFile()) return candidate
    } catch {
      // The next folder may have it.
    }
  }
  return undefined
}

export interface Git {
  readonly executable: string
  readonly environment: Environment
  /** A folder of the repository that is asked. */
  readonly directory: string
}

/** How a process ended: `status` is its exit code, or `undefined` when it had none. */
export interface Ended {
  readonly status: number | undefined
  /** The first line of what it wrote to stderr, without git's "fatal: ". */
  readonly complaint: string
}

/** A running git. What it writes to stdout goes to `onData`, which must not throw. */
export class GitProcess {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #whenEnded: Array<(ended: Ended) => void> = []
  #complaint = ""
  ended: Ended | undefined

  constructor(git: Git, args: ReadonlyArray<string>, onData: (chunk: Buffer) => void) {
    const child = ChildProcess.spawn(git.executable, [...OPTIONS, "-C", git.directory, ...args], {
      env: git.environment,
      windowsHide: true
    })
    this.#child = child
    const end = (status: number | undefined) => {
      if (this.ended !== undefined) return
      const line = this.#complaint.split("\n").find((each) => !each.startsWith("warning: ")) ?? ""
      this.ended = { status, complaint: line.replace(/^(fatal|error): /, "") }
      for (const tell of this.#whenEnded.splice(0)) tell(this.ended)
    }
    child.on("error", () => end(undefined))
    child.on("close", (code) => end(code ?? undefined))
    // It may end before it has read everything; that it ended says all.
    child.stdin.on("error", () => undefined)
    child.stdout.on("data", onData)
    child.stderr.on("data", (chunk: Buffer) => {
      if (this.#complaint.length < MAX_COMPLAINT) this.#complaint += chunk.toString("utf8")
    })
  }

  write(text: string): void {
    this.#child.stdin.write(text)
  }

  /** Nothing more will be written. */
  finish(text = ""): void {
    this.#child.stdin.end(text)
  }

  /** Calls back at once when it has ended already. */
  onEnd(tell: (ended: Ended) => void): void {
    if (this.ended === undefined) this.#whenEnded.push(tell)
    else tell(this.ended)
  }

  /** Ends it: it only reads, so nothing can be left half done. */
  kill(): void {
    if (this.ended === undefined) this.#child.kill("SIGKILL")
  }
}

export const awaitEnd = (child: GitProcess): Effect.Effect<Ended> =>
  Effect.async((resume) => child.onEnd((ended) => resume(Effect.succeed(ended))))

/** Runs until it ends, or the scope closes, which waits for it. */
export const start = (
  git: Git,
  args: ReadonlyArray<string>,
  onData: (chunk: Buffer) => void
): Effect.Effect<GitProcess, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.sync(() => new GitProcess(git, args, onData)),
    (child) =>
      Effect.andThen(
        Effect.sync(() => child.kill()),
        awaitEnd(child)
      )
  )

/** Runs to the end, with this input; interruption ends it. */
export const run = (
  git: Git,
  args: ReadonlyArray<string>,
  onData: (chunk: Buffer) => void,
  input = ""
): Effect.Effect<Ended> =>
  Effect.scoped(
    Effect.flatMap(start(git, args, onData), (child) => {
      child.finish(input)
      return awaitEnd(child)
    })
  )
