import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fakeTools } from '../support/fake-tools.ts'
import { createProject, shareProject } from '../support/project.ts'
import { canMount, mountSmall, unmountSmall } from '../support/small-file-system.ts'
import { partialsIn, treeOf } from '../support/stored-backup.ts'

const mountable = canMount()

describe.skipIf(!mountable)('a full disk (a real file system; needs root)', () => {
  const project = shareProject(async ({ database }) => {
    // 4 MB of text that does not compress.
    await database.query(
      `INSERT INTO customers (name, note) SELECT 'c', md5(n::text) || md5((-n)::text) FROM generate_series(1, 60000) n`,
    )
  })
  let small = ''
  beforeAll(() => {
    small = mountSmall(1536)
  })
  afterAll(() => unmountSmall(small))

  it.each([
    [[], 5],
    [['--compress'], 5],
    [['--format', 'custom'], 5],
    [['--format', 'directory'], 5],
  ] as const)('while writing ends with 5, and leaves the older backups and nothing else (%j)', async (flags, code) => {
    const store = join(small, `store${flags.join('')}`)
    const tiny = await createProject({ fixture: 'empty' })
    expect(await tiny.pgsafe(['backup', '--auto', '--dir', store])).toMatchObject({ exitCode: 0 })
    const before = treeOf(store).filter((name) => !name.includes('/logs/'))
    const outcome = await project().pgsafe(['backup', '--auto', '--dir', store, ...flags])
    expect(outcome.stderr.replaceAll(/\s+/g, ' ')).toMatch(/Error: .*(no space left|disk is full).* Try: free s/i)
    expect(outcome.exitCode).toBe(code)
    expect(treeOf(store).filter((name) => !name.includes('/logs/'))).toEqual(before)
    expect(await tiny.pgsafe(['verify', '--dir', store])).toMatchObject({ exitCode: 0 })
    rmSync(store, { recursive: true })
  })

  it('keeps a guarded command from running', async () => {
    const sentinel = join(project().directory, 'sentinel')
    const outcome = await project().pgsafe(['guard', '--yes', '--dir', join(small, 'g'), '--', 'touch', sentinel])
    expect(outcome.exitCode).toBe(125)
    expect(treeOf(project().directory)).not.toContain('sentinel')
    expect(partialsIn(join(small, 'g'))).toEqual([])
    rmSync(join(small, 'g'), { recursive: true })
  })

  it('that can be foreseen ends with 3, before the question and before pg_dump', async () => {
    const tools = fakeTools('touch "$happened"; exec "$real" "$@"')
    const tooSmall = mountSmall(64)
    try {
      mkdirSync(join(tooSmall, 'backups'))
      const outcome = await project().pgsafe(['backup', '--dir', join(tooSmall, 'backups')], {
        env: { PGSAFE_PG_BIN: tools.directory },
      })
      expect(outcome.exitCode).toBe(3)
      expect(outcome.stderr.replaceAll(/\s+/g, ' ')).toMatch(
        /has [\d.]+ KB free; this backup needs at least .* Try: .*--dir/,
      )
      expect(treeOf(tools.directory)).not.toContain('happened')
    } finally {
      unmountSmall(tooSmall)
    }
  })
})
