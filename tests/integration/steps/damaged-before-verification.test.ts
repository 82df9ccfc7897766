import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { hasZstd } from '../../../src/dump/zstd-support.ts'
import { withPolling } from '../../../src/postgres/with-polling.ts'
import { verifyBackup } from '../../../src/steps/verify-backup.ts'
import { writeBackup } from '../../../src/steps/write-backup.ts'
import { withOpenDatabase } from '../../support/open-database.ts'
import { createTestContext } from '../../support/test-context.ts'
import { createTestDatabase } from '../../support/test-database.ts'

const kinds = [
  { format: 'plain', compression: 'none' },
  { format: 'plain', compression: 'gzip' },
  ...(hasZstd() ? [{ format: 'plain', compression: 'zstd' } as const] : []),
  { format: 'custom', compression: 'none' },
  { format: 'directory', compression: 'none' },
] as const

/** Nine MB of SQL, so that it takes several pieces of compressed data. */
const fill = `CREATE TABLE a AS SELECT g AS id, repeat(md5(g::text), 9) AS text FROM generate_series(1, 30000) g`

it.each(kinds)('what the disk changes after the dump is found: $format, $compression', async (kind) => {
  const ctx = createTestContext()
  const from = await createTestDatabase()
  onTestFinished(() => from.drop())
  await from.query(fill)
  const path = join(ctx.cwd, 'backup')
  const watch = () => undefined
  await withOpenDatabase(ctx, from.target, (database) =>
    withPolling(ctx, database, async (poll) => {
      const plan = { ...kind, path, watch, poll, database, jobs: 2, lockWaitTimeoutSeconds: 30 }
      const written = await writeBackup(ctx, plan)
      const verify = () => verifyBackup(ctx, { ...kind, ...written, path, watch, tools: database.tools })
      expect((await verify()).tables).toEqual([{ schema: 'public', name: 'a', rows: 30_000 }])
      for (const place of [0.1, 0.5, 0.99]) {
        const mend = flipBit(path, place)
        await expect(verify()).rejects.toMatchObject({ code: 'verification-failed' })
        mend()
      }
      await verify()
    }),
  )
})

/** In the file, or the largest of a directory. Returns what takes it back. */
function flipBit(path: string, place: number): () => void {
  const file = statSync(path).isDirectory() ? largest(path) : path
  const good = readFileSync(file)
  const bad = Buffer.from(good)
  const at = Math.floor(bad.length * place)
  bad[at] = (bad[at] ?? 0) ^ 1
  writeFileSync(file, bad)
  return () => writeFileSync(file, good)
}

function largest(path: string): string {
  const files = readdirSync(path).map((name) => join(path, name))
  return files.sort((one, other) => readFileSync(other).length - readFileSync(one).length)[0] ?? path
}
