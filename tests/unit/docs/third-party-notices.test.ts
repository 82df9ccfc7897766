import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { repository } from './pages.ts'

it('THIRD-PARTY-NOTICES.md lists what is bundled now, with its licences (else: npm run notices)', async () => {
  const check = promisify(execFile)(process.execPath, [join(repository, '.ci/third-party-notices.mjs'), '--check'])
  await expect(check).resolves.toMatchObject({ stderr: '' })
}, 60_000)
