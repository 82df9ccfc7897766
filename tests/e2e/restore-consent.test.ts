import { describe, expect, it } from 'vitest'
import { shareProject, type Project } from '../support/project.ts'
import { hasTmux } from '../support/terminal.ts'

/** libpq connects to hostaddr, and people (and pgsafe) read the host: a production database, as far as anybody can see. */
function remoteUrl({ at }: Project): string {
  return `postgresql://${at.user}:${at.password}@db.prod.example.com:${at.port}/${at.database}?hostaddr=127.0.0.1`
}

/** After the restore there is nothing left to see of it. */
const mark = (project: Project) => project.query('DROP TABLE IF EXISTS mark; CREATE TABLE mark ()')
const isMarked = async (project: Project) => (await project.query("SELECT to_regclass('mark')")) === 'mark'

describe('consent to a restore without a terminal', () => {
  const shared = shareProject(async (project) => void (await project.backup()))

  /** `NAME` stands for the database's name. */
  it.each([
    ['local', [], {}, 'say it on the command line: --yes'],
    ['local', [], { SKIP_BACKUP_PROMPT: 'true' }, 'say it on the command line: --yes'],
    ['local', ['--confirm', 'another'], {}, '--confirm names "another"'],
    ['local', ['--confirm', 'another', '--yes'], {}, '--confirm names "another"'],
    ['remote', [], {}, '--confirm NAME'],
    ['remote', ['--yes'], {}, '--confirm NAME'],
    ['remote', ['--yes'], { SKIP_BACKUP_PROMPT: 'true' }, '--confirm NAME'],
    ['remote', ['--confirm', 'another'], {}, '--confirm names "another"'],
  ])(
    'flaw 14: a %s database is not restored with %j and %j; the exact flag is named',
    async (where, args, env, words) => {
      const project = shared()
      await mark(project)
      const url = where === 'remote' ? remoteUrl(project) : project.url
      const outcome = await project.pgsafe(['restore', '--latest', ...args], { env: { ...env, DATABASE_URL: url } })
      expect(outcome.exitCode).toBe(4)
      expect(outcome.stderr).toContain(words.replace('NAME', project.database.name))
      expect(await isMarked(project)).toBe(true)
      expect(await project.databases()).toEqual([project.database.name])
    },
  )

  it('names the flag in the JSON error too', async () => {
    const { stdout, exitCode } = await shared().pgsafe(['restore', '--latest', '--json'])
    expect(exitCode).toBe(4)
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'consent-needed', hint: expect.stringContaining('--yes') },
    })
  })

  it.each([
    ['local', ['--yes']],
    ['local', ['--confirm', 'NAME']],
    ['remote', ['--confirm', 'NAME']],
  ])('a %s database is restored with %j', async (where, args) => {
    const project = shared()
    await mark(project)
    const env = { DATABASE_URL: where === 'remote' ? remoteUrl(project) : project.url }
    const words = args.map((word) => word.replace('NAME', project.database.name))
    const outcome = await project.pgsafe(['restore', '--latest', ...words], { env })
    expect(outcome).toMatchObject({ exitCode: 0 })
    if (where === 'remote') expect(outcome.stderr).toMatch(/PRODUCTION[^]*db\.prod\.example\.com/)
    expect(await isMarked(project)).toBe(false)
  })
})

describe.skipIf(!hasTmux())('consent to a restore in a terminal (needs tmux)', () => {
  const shared = shareProject(async (project) => void (await project.backup()))

  it("flaw 14: a production-like database takes its name, and neither yes nor another one's", async () => {
    const project = shared()
    await mark(project)
    for (const answer of ['yes', 'postgres', project.database.name]) {
      const terminal = await project.terminal(['restore', '--latest'], { env: { DATABASE_URL: remoteUrl(project) } })
      await terminal.waitFor(/This looks like a PRODUCTION database[^]*Type the database's name/)
      expect(await isMarked(project)).toBe(true)
      await terminal.type(answer)
      await terminal.press('Enter')
      expect(await terminal.exitCode()).toBe(answer === project.database.name ? 0 : 4)
    }
    expect(await isMarked(project)).toBe(false)
  })
})
