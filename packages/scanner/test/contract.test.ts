import { FileIndex } from "@drift/core/FileIndex"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as fs from "node:fs"
import * as BufferedFileSystem from "../src/internal/bufferedFileSystem.js"
import type { FileSystemCalls } from "../src/internal/fileSystem.js"
import { nodeFileSystem } from "../src/internal/fileSystem.js"
import * as NativeFileSystem from "../src/internal/nativeFileSystem.js"
import * as Scan from "../src/internal/scan.js"
import type { ScanRequest } from "../src/Scanner.js"
import { Scanner } from "../src/Scanner.js"
import type { Backend, DeniableProject, Files } from "./contract.js"
import { contract, contractOfFailures } from "./contract.js"
import { Repository } from "./repository.js"
import { LONG_AGO, NO_GIT, temporaryDirectory, write } from "./support.js"

const requestOf = (root: string, request: Partial<ScanRequest> = {}): ScanRequest => ({
  root,
  scopes: [],
  previous: FileIndex.empty,
  ...request
})

type Changes = Readonly<Record<string, string | Uint8Array | undefined>>

/** Edits what is on the disk, a second after the last edit. */
const disk = (root: string) => {
  let edits = 0
  return (changes: Changes): void => {
    const at = new Date(LONG_AGO.getTime() + 1000 * ++edits)
    for (const [name, content] of Object.entries(changes)) {
      const absolute = `${root}/${name}`
      if (content === undefined) {
        fs.rmSync(absolute, { force: true })
        for (let folder = name; (folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/")))) !== "";) {
          if (fs.existsSync(`${root}/${folder}`) && fs.readdirSync(`${root}/${folder}`).length === 0) {
            fs.rmdirSync(`${root}/${folder}`)
          }
        }
      } else {
        write(root, { [name]: content })
        fs.utimesSync(absolute, at, at)
      }
    }
  }
}

/** Calls that refuse to open some files. */
const refusing = (calls: FileSystemCalls, denied: ReadonlySet<string>): FileSystemCalls => {
  const check = (path: string) => {
    if (denied.has(path)) throw Object.assign(new Error("EACCES"), { code: "EACCES" })
  }
  return {
    ...calls,
    open: (path, follow) => {
      check(path)
      return calls.open(path, follow)
    },
    readWhole: (path, buffer, offset, size) => {
      check(path)
      return calls.readWhole?.(path, buffer, offset, size)
    }
  }
}

const onDisk =
  (calls: FileSystemCalls): Backend<DeniableProject> =>
  (files) =>
    Effect.map(temporaryDirectory, (root) => {
      write(root, files)
      const edit = disk(root)
      const denied = new Set<string>()
      const scan = Scan.make({ fileSystem: () => Effect.succeed(refusing(calls, denied)), environment: NO_GIT })
      return {
        root,
        edit: (changes) => {
          for (const name of Object.keys(changes)) denied.delete(`${root}/${name}`)
          edit(changes)
        },
        deny: (name) => void denied.add(`${root}/${name}`),
        stream: (request) => scan(requestOf(root, request))
      }
    })

const inMemory: Backend = (files) =>
  Effect.sync(() => {
    const root = "/project"
    const record: Record<string, string | Uint8Array> = { ...files }
    const scanner = Scanner.layerMemory(record)
    return {
      root,
      edit: (changes) => {
        for (const [name, content] of Object.entries(changes)) {
          if (content === undefined) delete record[name]
          else record[name] = content
        }
      },
      stream: (request) =>
        Stream.unwrap(Effect.map(Scanner, ({ scan }) => scan(requestOf(root, request)))).pipe(
          Stream.provideLayer(scanner)
        )
    }
  })

/**
 * Each file is on the disk, or in a buffer, or in a buffer over another content on the disk, and moves on to the next of these
 * with each edit.
 */
const inBuffers: Backend = (files) =>
  Effect.map(temporaryDirectory, (root) => {
    const buffers: Record<string, string | Uint8Array> = {}
    const editDisk = disk(root)
    let turn = 0
    const edit = (changes: Changes): void => {
      for (const [name, content] of Object.entries(changes)) {
        turn++
        delete buffers[name]
        editDisk({ [name]: turn % 3 === 0 ? content : undefined })
        if (content === undefined || turn % 3 === 0) continue
        buffers[name] = content
        if (turn % 3 === 1) editDisk({ [name]: "not saved\0" })
      }
    }
    edit(files)
    const scan = Scan.make({
      fileSystem: () => Effect.sync(() => BufferedFileSystem.make(NativeFileSystem.load(), root, buffers)),
      environment: NO_GIT
    })
    return { root, edit, stream: (request) => scan(requestOf(root, request)) }
  })

/** Each edit makes another tree. */
const inGit: Backend<DeniableProject> = (files: Files) =>
  Effect.map(Repository.make, (repository) => {
    const { root } = repository
    write(root, files)
    let tree = repository.tree()
    const edit = disk(root)
    return {
      root,
      edit: (changes) => {
        edit(changes)
        tree = repository.tree()
      },
      deny: (name) => repository.lose(`${tree}:${name}`),
      stream: (request) =>
        Stream.unwrap(Effect.map(Scanner, ({ scan }) => scan(requestOf(root, request)))).pipe(
          Stream.provideLayer(Scanner.layerGit({ rev: tree }))
        )
    }
  })

contract("the file system through the addon", onDisk(NativeFileSystem.load()))
contract("the file system through Node", onDisk(nodeFileSystem))
contract("memory", inMemory)
contract("buffers over the file system", inBuffers)
contract("git objects", inGit)

contractOfFailures("the file system through the addon", onDisk(NativeFileSystem.load()))
contractOfFailures("the file system through Node", onDisk(nodeFileSystem))
contractOfFailures("git objects", inGit)
