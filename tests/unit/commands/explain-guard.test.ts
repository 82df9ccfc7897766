import { expect, it } from 'vitest'
import { runExplain } from '../../../src/commands/explain-guard.ts'
import { withoutColors } from '../../../src/ui/printable.ts'
import { createTestContext } from '../../support/test-context.ts'

async function explain(command: readonly string[], json = false): Promise<string> {
  const ctx = createTestContext({ json, env: {} })
  expect(await runExplain(ctx, {}, command)).toBe(0)
  return withoutColors(ctx.ui.printed.join('\n'))
}

it('shows what was recognised, how it is reached, and why', async () => {
  expect(await explain(['sh', '-c', 'echo hi && npx prisma migrate reset --force'])).toMatchInlineSnapshot(`
    "sh -c echo hi && npx prisma migrate reset --force
      It destroys (nearly) everything in the database.

      prisma migrate reset --force
        tool        Prisma
        reached by  sh -c → npx
        severity    all: destroys (nearly) everything in the database
        it will     drop every table of the schema, run all migrations again, then
                    the seed
        not asked   --force
        safer       prisma migrate dev (keeps the data where it can)

      Harmless: echo

    Nothing was run."
  `)
})

it('says when it does not know a command', async () => {
  expect(await explain(['node', 'scripts/reset.js'])).toMatchInlineSnapshot(`
    "node scripts/reset.js
      Not (wholly) recognised: taken to destroy everything.

      node scripts/reset.js
        tool        unknown
        severity    unknown, so taken for all
        it will     do what pgsafe cannot know: expect the worst
        unclear     pgsafe does not know this command

    Nothing was run."
  `)
})

it('keeps within 80 columns', async () => {
  const text = await explain(['docker', 'compose', '-f', 'compose.dev.yml', 'down', '-v'])
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
})

it('gives everything as JSON', async () => {
  expect(JSON.parse(await explain(['dropdb', '-f', 'shop'], true))).toEqual({
    explained: {
      command: ['dropdb', '-f', 'shop'],
      severity: 'database',
      recognised: true,
      segments: [
        {
          words: ['dropdb', '-f', 'shop'],
          tool: 'dropdb',
          title: 'dropdb',
          severity: 'database',
          recognised: true,
          destroys: 'drop the database',
          consentFlags: ['-f'],
          via: [],
          reasons: [],
        },
      ],
      effects: ['Drop the database', 'Not ask any question of its own (-f)'],
      reasons: [],
    },
  })
})

it.each([true, false])('shows no secret (JSON: %s)', async (json) => {
  const secrets = 'postgres://u:hunter2@h/d'
  const shown = await explain(
    ['sh', '-c', `goose postgres "${secrets}" down; mytool ${secrets}; PGPASSWORD=hunter2 psql "${secrets}"; if`],
    json,
  )
  const other = await explain(
    ['sh', '-c', `goose postgres "${secrets}" down; mytool ${secrets}; PGPASSWORD=hunter2 psql "${secrets}"`],
    json,
  )
  expect(shown + other).not.toContain('hunter2')
  expect(other).toContain('***')
})
