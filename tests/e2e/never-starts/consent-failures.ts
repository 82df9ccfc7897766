import { expect } from 'vitest'
import { randomSuffix } from '../../support/test-database.ts'
import { urlOf } from '../../support/test-server.ts'
import type { Failure } from './failure.ts'

/** Leaves the sentinel, then something that pgsafe sees through. */
const psqlAt = (url: string) => ['sh', '-c', `touch sentinel; psql '${url}' -c 'DROP TABLE t'`]

/** Who is asked, or what they would consent to. Typed answers: guard-terminal.test.ts. */
export const consentFailures: readonly Failure[] = [
  { why: 'consent is missing, and nobody can be asked', code: 'consent-needed', prepare: async () => ({ args: [] }) },
  { why: 'another name is confirmed', code: 'refused', prepare: async () => ({ args: ['--confirm', 'another'] }) },
  {
    why: 'the command would hit another database',
    code: 'other-database',
    prepare: async ({ at }) => ({ command: psqlAt(urlOf({ ...at, database: 'postgres' })) }),
  },
  {
    why: 'it cannot be proved which database it would hit, and only --yes is given',
    code: 'consent-needed',
    prepare: async ({ at }) => ({ command: psqlAt(urlOf({ ...at, port: 1 })) }),
  },
  {
    why: 'the database is protected, and only --yes is given',
    code: 'consent-needed',
    prepare: async (project) => {
      expect(await project.pgsafe(['protect', '--yes'])).toMatchObject({ exitCode: 0 })
      return {}
    },
  },
  {
    why: 'the database is called as production is, and only --yes is given',
    code: 'consent-needed',
    options: { name: `shop_production_${randomSuffix()}` },
    prepare: async () => ({}),
  },
  {
    why: 'the environment says production, and only SKIP_BACKUP_PROMPT stands for consent',
    code: 'consent-needed',
    prepare: async () => ({ args: [], run: { env: { SKIP_BACKUP_PROMPT: 'true', NODE_ENV: 'production' } } }),
  },
  {
    why: 'guard.deny names the host, and only --yes is given',
    code: 'consent-needed',
    prepare: async (project) => {
      project.write('.pgsaferc', '{"guard": {"deny": ["127.0.0.1"]}}')
      return {}
    },
  },
]
