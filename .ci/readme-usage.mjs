// Writes what `pgsafe --help` prints into the README (after a build). tests/unit/docs/readme.test.ts says when it is not current.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const readme = join(root, 'README.md')
const help = execFileSync(process.execPath, [join(root, 'bin/pgsafe.js'), '--help'], { encoding: 'utf8' })

const text = readFileSync(readme, 'utf8')
const block = /(?<=^```text\n)Usage: pgsafe[\s\S]*?(?=^```$)/m
if (!block.test(text)) throw new Error('the README has no usage block')
writeFileSync(
  readme,
  text.replace(block, () => help),
)
