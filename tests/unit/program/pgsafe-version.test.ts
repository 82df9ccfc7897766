import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { pgsafeVersion } from '../../../src/domain/pgsafe-version.ts'

it('is the version of the package', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')
  expect(JSON.parse(text)).toMatchObject({ version: pgsafeVersion })
})
