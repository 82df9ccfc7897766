import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect } from 'vitest'
import { type Project, shareProject } from '../support/project.ts'
import { canMount, mountSmall, unmountSmall } from '../support/small-file-system.ts'
import { partialsIn, treeOf } from '../support/stored-backup.ts'
import type { Random } from './frame/random.ts'
import { type Round, torture } from './frame/torture.ts'

const older = join(import.meta.dirname, '../fixtures/frozen-store/0.1.0/store')
const preload = pathToFileURL(join(import.meta.dirname, 'fail-at.mjs')).href
const kinds = ['open', 'write', 'fsync', 'close', 'rename', 'directory fsync', 'write manifest'] as const

describe('a disk that is full or fails: a whole backup, or none and nothing else', () => {
  // More than 1 MB of text that does not compress well.
  const project = shareProject(async (made) => {
    await made.query(
      `INSERT INTO customers (name, note) SELECT 'c', md5(n::text) || md5((-n)::text) FROM generate_series(1, 15000) n`,
    )
  })

  torture('file systems of many sizes', { full: 20, short: 0 }, async (trial) => {
    if (!canMount()) return
    await trial.rounds(async ({ number, random, note }) => {
      const mounted = mountSmall(160 + 80 * number)
      try {
        note(await backUpInto(project(), join(mounted, 'store'), { command: anyCommand(project(), random), env: {} }))
      } finally {
        unmountSmall(mounted)
      }
    })
  })

  torture('one operation fails with EIO or ENOSPC', { full: 140, short: 1 }, (trial) =>
    trial.rounds((round) => failOnce(project(), round)),
  )
})

/** What came by when nothing failed, by command. */
const seen = new Map<string, readonly string[]>()

/** The operation is one of those that came by when nothing failed. */
async function failOnce(project: Project, { number, random, note }: Round): Promise<void> {
  const kind = kinds[number % kinds.length] ?? 'open'
  const command = anyCommand(project, random)
  const key = command.join(' ')
  if (!seen.has(key)) seen.set(key, (await runWithFault(project, command, { kind, at: 0, errno: 'EIO' })).lines)
  const errno = random.pick(['EIO', 'ENOSPC'])
  const came = seen.get(key)?.filter((line) => line === kind).length ?? 0
  let at = 1 + random.integer(came)
  // How many writes there are depends on how the pipe cuts the dump.
  for (let fired = false; !fired; at -= 1) {
    if (at === 0) throw new Error(`${kind} of ${key}: it never happened`)
    const { ended, lines } = await runWithFault(project, command, { kind, at, errno })
    fired = lines.some((line) => line.startsWith('FAILED'))
    if (fired) note(`${kind}: ${ended}`)
  }
}

interface Fault {
  readonly kind: string
  readonly errno: string
  /** The how-manieth of its kind; 0: none. */
  readonly at: number
}

async function runWithFault(project: Project, command: readonly string[], { kind, errno, at }: Fault) {
  const directory = mkdtempSync(join(project.directory, 'fault-'))
  const [store, log] = [join(directory, 'store'), join(directory, 'log')]
  const fault = { FAULT_KIND: kind, FAULT_ERRNO: errno, FAULT_AT: String(at) }
  const how = { FAULT_BELOW: store, FAULT_LOG: log, NODE_OPTIONS: `--import=${preload}` }
  const ended = await backUpInto(project, store, { command, env: { ...fault, ...how } })
  const lines = readFileSync(log, 'utf8').split('\n')
  rmSync(directory, { recursive: true })
  return { ended, lines }
}

const formats = [[], ['--compress'], ['--format', 'custom'], ['--format', 'directory']] as const

/** backup in one of the formats, or guard with a command that leaves a trace. */
function anyCommand({ directory }: Project, random: Random): readonly string[] {
  if (random.chance(0.3)) return ['guard', '--yes', '--', 'touch', join(directory, 'sentinel')]
  return ['backup', '--auto', ...random.pick(formats)]
}

interface Attempt {
  readonly command: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** Returns how it ended, after a look at everything that must hold. */
async function backUpInto(project: Project, store: string, { command, env }: Attempt): Promise<string> {
  const sentinel = join(project.directory, 'sentinel')
  rmSync(sentinel, { force: true })
  cpSync(older, store, { recursive: true })
  const before = visible(store)
  const [name = '', ...rest] = command
  const outcome = await project.pgsafe([name, '--dir', store, ...rest], { env: { ...env, BACKUP_RETENTION_DAYS: '0' } })
  const { exitCode, stderr } = outcome
  const added = visible(store).filter((file) => !before.includes(file))
  const seen = { command, env, exitCode, stderr, added, left: partialsIn(store), ran: existsSync(sentinel) }
  const damaged = before.filter((file) => !readFileSync(join(store, file)).equals(readFileSync(join(older, file))))
  expect(damaged).toEqual([])
  if (exitCode === 0) {
    expect(seen).toMatchObject({ added: [expect.anything(), expect.anything()], left: [], ran: name === 'guard' })
    expect(await project.pgsafe(['verify', '--dir', store])).toMatchObject({ exitCode: 0 })
    return name === 'guard' ? 'guarded' : 'exit code 0'
  }
  expect(seen).toMatchObject({ exitCode: name === 'guard' ? 125 : expect.toBeOneOf([3, 5]), left: [], ran: false })
  expect(stderr).toMatch(/^Error: [^]*^Try: /m)
  if (added.length === 0) return `exit code ${String(exitCode)}`
  // What failed came after the backup, which is whole: it stays.
  expect(stderr).toMatch(/journal|undo|lock/)
  expect(await project.pgsafe(['verify', '--dir', store])).toMatchObject({ exitCode: 0 })
  return `exit code ${String(exitCode)} after the backup`
}

/** Files of backups; directories count by their manifest and first file. */
const visible = (store: string): string[] =>
  treeOf(store).filter((file) => !file.startsWith('.') && !file.endsWith('/') && !/\.dir\/(?!toc\.dat)/.test(file))
