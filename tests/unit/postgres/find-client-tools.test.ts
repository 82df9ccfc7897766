import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findClientTools } from '../../../src/postgres/find-client-tools.ts'
import { createTestContext, temporaryDirectory } from '../../support/test-context.ts'

/** Real programs: shell scripts that answer --version. */
function install(directory: string, versions: Record<string, string>): string {
  mkdirSync(directory, { recursive: true })
  for (const [name, version] of Object.entries(versions)) {
    const path = join(directory, name)
    writeFileSync(path, `#!/bin/sh\n[ "$1" = --version ] && echo "${name} (PostgreSQL) ${version}"\n`)
    chmodSync(path, 0o755)
  }
  return directory
}

const complete = (version: string) => ({ psql: version, pg_dump: version, pg_restore: version })

/** Only what `path` leads to; this machine may have installations of its own. */
async function findIn(...path: string[]) {
  const ctx = createTestContext()
  const found = await findClientTools({ ...ctx, env: { PATH: [...path, '/usr/bin', '/bin'].join(delimiter) } })
  return found.filter(({ psql }) => path.includes(dirname(psql)))
}

describe.skipIf(process.platform === 'win32')('findClientTools', () => {
  it('finds every installation, newest first', async () => {
    const root = temporaryDirectory()
    const old = install(join(root, 'old'), complete('93.9'))
    const recent = install(join(root, 'recent'), { ...complete('98.6 (Debian 98.6-1)'), pg_dumpall: '98.6' })
    expect(await findIn(old, recent)).toEqual([
      {
        major: 98,
        version: '98.6',
        psql: join(recent, 'psql'),
        pgDump: join(recent, 'pg_dump'),
        pgRestore: join(recent, 'pg_restore'),
        pgDumpall: join(recent, 'pg_dumpall'),
      },
      {
        major: 93,
        version: '93.9',
        psql: join(old, 'psql'),
        pgDump: join(old, 'pg_dump'),
        pgRestore: join(old, 'pg_restore'),
        pgDumpall: undefined,
      },
    ])
  })

  it('takes only directories whose three programs are there and of one version', async () => {
    const root = temporaryDirectory()
    const partial = install(join(root, 'partial'), { psql: '97.1', pg_dump: '97.1' })
    const mixed = install(join(root, 'mixed'), { ...complete('97.1'), pg_restore: '96.1' })
    const broken = install(join(root, 'broken'), { psql: '97.1', pg_dump: 'unknown', pg_restore: '97.1' })
    const plain = install(join(root, 'plain'), complete('97.1'))
    chmodSync(join(plain, 'pg_dump'), 0o644)
    expect(await findIn(partial, mixed, broken, plain, join(root, 'nowhere'))).toEqual([])
  })

  it('counts two ways to the same programs once', async () => {
    const root = temporaryDirectory()
    const real = install(join(root, 'real'), complete('97.1'))
    const links = join(root, 'links')
    mkdirSync(links)
    for (const name of Object.keys(complete(''))) symlinkSync(join(real, name), join(links, name))
    expect((await findIn(links, real)).map(({ psql }) => psql)).toEqual([join(links, 'psql')])
  })

  it("passes over Debian's slow wrapper", async () => {
    const root = temporaryDirectory()
    install(join(root, 'share'), { pg_wrapper: '97.1' })
    const bin = join(root, 'bin')
    mkdirSync(bin)
    for (const name of Object.keys(complete(''))) symlinkSync(join(root, 'share/pg_wrapper'), join(bin, name))
    expect(await findIn(bin)).toEqual([])
  })

  it('looks only into PGSAFE_PG_BIN when it is set', async () => {
    const root = temporaryDirectory()
    const chosen = install(join(root, 'chosen'), complete('91.1'))
    const other = install(join(root, 'other'), complete('98.1'))
    const env = { PATH: [other, '/usr/bin', '/bin'].join(delimiter), PGSAFE_PG_BIN: chosen }
    const found = await findClientTools({ ...createTestContext(), env })
    expect(found.map(({ version }) => version)).toEqual(['91.1'])
    const none = await findClientTools({
      ...createTestContext(),
      env: { ...env, PGSAFE_PG_BIN: join(root, 'nowhere') },
    })
    expect(none).toEqual([])
  })
})
