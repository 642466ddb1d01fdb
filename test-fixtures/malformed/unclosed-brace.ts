// EXPECT: functions>=1 classes>=1 imports=1 errors>=1

import { readFile } from "node:fs/promises"

export class Loader {
  async load(path: string): Promise<string> {
    return readFile(path, "utf8")
  }
}

export function first(values: number[]): number {
  if (values.length > 0) {
    return values[0]

export function second(values: number[]): number {
  return values[1]
}
