// A process of its own that takes the steps given as JSON behind the current schema. It runs the built code.
import { openDatabase } from "../dist/internal/driver.js"
import { Migrations, MIGRATIONS } from "../dist/internal/migrations.js"

const [, , path, steps] = process.argv
const [base] = MIGRATIONS.steps
const migrations = new Migrations([
  base,
  ...JSON.parse(steps).map((sql, i) => ({ version: MIGRATIONS.current + 1 + i, sql }))
])
const db = openDatabase(path, { timeout: 30_000 })
process.stdout.write("ready\n")
migrations.apply(db)
db.close()
