import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { errorCodes, ExitCode } from '../../../src/errors.ts'

const text = readFileSync(join(import.meta.dirname, '../../../docs/exit-codes.md'), 'utf8')

it('documents every error code with its exit code, and no other', () => {
  const documented = [...text.matchAll(/^\| `([a-z-]+)` \| (\d+) \|/gm)].map(([, code, exit]) => [code, Number(exit)])
  expect(Object.fromEntries(documented)).toEqual(errorCodes)
})

it('documents every exit code, and no other', () => {
  const documented = [...text.matchAll(/^\| (\d+) \|/gm)].map(([, exit]) => Number(exit))
  expect(documented.sort((a, b) => a - b)).toEqual(Object.values(ExitCode).sort((a, b) => a - b))
})
