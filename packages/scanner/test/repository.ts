/** Git repositories for a test, out of reach of this machine's configuration. */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import { temporaryDirectory } from "./support.js"

const ENVIRONMENT = {
  PATH: process.env["PATH"],
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "A",
  GIT_AUTHOR_EMAIL: "a@example.org",
  GIT_COMMITTER_NAME: "A",
  GIT_COMMITTER_EMAIL: "a@example.org"
}

/** What git writes to stdout, without the last line end. */
export const git = (root: string, ...args: ReadonlyArray<string>): string =>
  execFileSync("git", ["-C", root, ...args], {
    encoding: "utf8",
    env: { ...ENVIRONMENT, HOME: root },
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 1 << 28
  }).replace(/\n$/, "")

export class Repository {
  readonly root: string

  private constructor(root: string) {
    this.root = root
  }

  static readonly make: Effect.Effect<Repository, never, Scope.Scope> = Effect.map(temporaryDirectory, (root) => {
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "core.protectNTFS", "false")
    return new Repository(root)
  })

  git(...args: ReadonlyArray<string>): string {
    return git(this.root, ...args)
  }

  /** The tree of everything that is in the folder now, ignored or not. */
  tree(): string {
    this.git("add", "--all", "--force", ".")
    return this.git("write-tree")
  }

  /** A commit of the same. */
  commit(): string {
    this.tree()
    this.git("commit", "--quiet", "--allow-empty", "--message", "x")
    return this.git("rev-parse", "HEAD")
  }

  objectFile(rev: string): string {
    const id = this.git("rev-parse", rev)
    return `${this.root}/.git/objects/${id.slice(0, 2)}/${id.slice(2)}`
  }

  /** The repository has this object no more. */
  lose(rev: string): void {
    fs.rmSync(this.objectFile(rev))
  }
}
