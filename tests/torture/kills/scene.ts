import { mkdirSync } from 'node:fs'
import { expect } from 'vitest'
import { quoteIdentifier } from '../../../src/domain/sql-text.ts'
import type { Fingerprint } from '../../support/fingerprint.ts'
import { createProject, type Project } from '../../support/project.ts'
import type { PgsafeOutcome } from '../../support/run-pgsafe.ts'
import type { Random } from '../frame/random.ts'
import { projectEnvironment } from './run-and-kill.ts'

/** A project with a database that takes a moment to dump and to load, and how long each command takes in it. */
export interface Scene {
  readonly project: Project
  /** Runs pgsafe to its end, which must be a good one, and remembers how long it took. */
  readonly run: (args: readonly string[]) => Promise<PgsafeOutcome>
  /** A random instant of such a run, its beginning and its end included; it must have been run before. In milliseconds. */
  readonly instantOf: (args: readonly string[], random: Random) => number
}

const someRows = `
  CREATE TABLE readings (id integer PRIMARY KEY, sensor text NOT NULL, value numeric NOT NULL);
  INSERT INTO readings SELECT n, 'sensor ' || n % 50, n * 0.25 FROM generate_series(1, 20000) n;
  CREATE INDEX ON readings (sensor, value);`

/** What a careless swap loses: a comment, a limit, settings and rights of the database itself. */
function ownProperties({ database, role }: Project): string {
  const [name, owner] = [quoteIdentifier(database.name), quoteIdentifier(role.name)]
  return `COMMENT ON DATABASE ${name} IS 'the shop''s'; ALTER DATABASE ${name} CONNECTION LIMIT 60;
    ALTER DATABASE ${name} SET work_mem = '5MB'; REVOKE ALL ON DATABASE ${name} FROM PUBLIC;
    GRANT CONNECT ON DATABASE ${name} TO pg_monitor; ALTER ROLE ${owner} IN DATABASE ${name} SET search_path = public;`
}

export async function openScene(): Promise<Scene> {
  const project = await createProject()
  await project.query(someRows + ownProperties(project))
  const env = projectEnvironment(project)
  mkdirSync(env.TMPDIR)
  const taken = new Map<string, number>()
  return {
    project,
    run: async (args) => {
      const started = performance.now()
      const outcome = await project.pgsafe(args, { env })
      expect(outcome, `pgsafe ${args.join(' ')}`).toMatchObject({ exitCode: 0 })
      taken.set(kindOf(args), performance.now() - started)
      return outcome
    },
    instantOf: (args, random) => {
      const length = taken.get(kindOf(args))
      if (length === undefined) throw new Error(`never run before: ${kindOf(args)}`)
      return random.between(0, length * 1.02)
    },
  }
}

/** Without ids, which are other ones in each round. */
function kindOf(args: readonly string[]): string {
  return args.filter((word) => !/^[0-9a-z]{10}$/.test(word)).join(' ')
}

/** Takes the database from its saved state to another one, always the same. */
export const changeSql = `BEGIN; DELETE FROM orders WHERE id % 3 = 0; DELETE FROM readings WHERE id > 15000;
  CREATE TABLE litter (n integer); INSERT INTO litter VALUES (1); DROP VIEW totals; COMMIT;`

/** Fails when the database is anything but one of these states as a whole. */
export async function assertOneOf(project: Project, states: readonly Fingerprint[]): Promise<Fingerprint> {
  const now = await project.database.fingerprint()
  expect(states).toContainEqual(now)
  return now
}
