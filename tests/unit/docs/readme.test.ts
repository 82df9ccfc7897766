import { expect, it } from 'vitest'
import { helpText } from './command-line.ts'
import { readPage } from './pages.ts'

const readme = readPage('README.md')

it('shows what pgsafe --help prints, word for word (else: npm run usage)', () => {
  const [, usage] = /^```text\n(Usage: [\s\S]*?)^```$/m.exec(readme) ?? []
  expect(usage).toBe(helpText())
})

it('has the two commands that try and test a clone, verbatim', () => {
  expect(readme).toMatch(/^npm ci && npm run demo$/m)
  expect(readme).toMatch(/^npm ci && npm test$/m)
})

it('asks for the same Node as package.json', () => {
  const { engines } = JSON.parse(readPage('package.json')) as { engines: { node: string } }
  expect(readme).toContain(`Node ${engines.node.replace(/^>=(\d+\.\d+)\.0$/, '$1')} or newer`)
})
