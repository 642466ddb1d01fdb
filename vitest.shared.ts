import { defineConfig } from "vitest/config"

/** Tests resolve the packages of this workspace to their sources. */
export default defineConfig({
  resolve: { conditions: ["@drift/source", "node", "import", "module", "default"] },
  ssr: { resolve: { conditions: ["@drift/source", "node", "import", "module", "default"] } },
  test: { include: ["test/**/*.test.ts"], testTimeout: 30_000, pool: "forks" }
})
