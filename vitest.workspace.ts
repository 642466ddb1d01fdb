import { defineWorkspace } from "vitest/config"

export default defineWorkspace([
  "packages/*",
  { extends: "./vitest.shared.ts", test: { name: "tidy", include: ["test/**/*.test.ts"], root: "." } },
  { extends: "./vitest.shared.ts", test: { name: "docs", root: "docs" } }
])
