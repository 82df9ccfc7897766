// Sums the vitest reports in a folder into the closing line; every failed step of .ci/run counts as a failure too.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const [folder, failedSteps] = process.argv.slice(2)
let passed = 0
let failed = 0
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const report = JSON.parse(readFileSync(join(folder, file), 'utf8'))
  passed += report.numPassedTests
  failed += report.numFailedTests
  sayFailures(report)
}
failed = Math.max(failed, Number(failedSteps))
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1

/** Near the closing line, where it is not lost among what vitest prints. */
function sayFailures({ testResults }) {
  for (const { name, assertionResults, message } of testResults) {
    if (message) console.log(`!!! ${name}: ${message.slice(0, 2000)}`)
    for (const { status, fullName, failureMessages } of assertionResults) {
      if (status === 'failed') console.log(`!!! ${name}: ${fullName}\n${failureMessages.join('\n').slice(0, 4000)}`)
    }
  }
}
