import { onTestFinished } from 'vitest'
import { holdSession } from '../../support/hold-session.ts'
import { onServer, randomSuffix } from '../../support/test-database.ts'
import { createTestRole } from '../../support/test-role.ts'
import { urlOf } from '../../support/test-server.ts'
import type { Failure } from './failure.ts'

const code = 'insufficient-rights'

/** What this role may not read, or could not bring back. */
export const restorabilityFailures: readonly Failure[] = [
  {
    why: 'a table may not be read',
    code,
    prepare: async (project) => {
      await project.database.query('CREATE TABLE secret ()')
      return {}
    },
  },
  {
    why: 'row-level security hides rows from this role',
    code,
    prepare: async (project) => {
      await project.database.query(`CREATE TABLE secrets (); GRANT SELECT ON secrets TO PUBLIC;
        ALTER TABLE secrets ENABLE ROW LEVEL SECURITY; ALTER TABLE secrets OWNER TO pg_monitor; GRANT pg_monitor TO "${project.role.name}"`)
      return {}
    },
  },
  {
    why: 'the role can read everything and bring nothing back',
    code,
    prepare: async (project) => {
      const reader = await createTestRole()
      await onServer(`GRANT pg_read_all_data TO "${reader.name}"`)
      return { run: { env: { DATABASE_URL: urlOf(reader.at(project.database.name)) } } }
    },
  },
  {
    why: 'it would drop the database, which this role could only restore in place',
    code,
    options: { attributes: 'NOCREATEDB' },
    prepare: ({ database, role }) => {
      const { host, port } = database.at
      const drop = `dropdb -h ${host} -p ${String(port)} -U ${role.name} ${database.name}`
      return Promise.resolve({ command: ['sh', '-c', `: > sentinel; ${drop}`] })
    },
  },
  {
    why: 'an untrusted extension is installed, which this role could not create again',
    code,
    prepare: async (project) => {
      await project.database.query('CREATE EXTENSION file_fdw')
      return {}
    },
  },
  {
    why: 'an event trigger is there, which this role could not create again',
    code,
    prepare: async (project) => {
      await project.database.query(`CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
        CREATE EVENT TRIGGER watcher ON ddl_command_end EXECUTE FUNCTION watch()`)
      return {}
    },
  },
  {
    why: 'a superuser is connected, whose session this role may not end',
    code,
    prepare: async (project) => {
      await holdSession(project.database.at)
      return {}
    },
  },
  {
    why: 'a prepared transaction would keep the database from being replaced',
    code,
    prepare: async (project) => {
      const { name } = project.database
      await project.query(`BEGIN; CREATE TABLE pending (); PREPARE TRANSACTION '${name}'`)
      onTestFinished(async () => void (await project.query(`ROLLBACK PREPARED '${name}'`)))
      return {}
    },
  },
  {
    why: 'a logical replication slot would stay with the replaced database',
    code,
    prepare: async (project) => {
      const slot = `slot_${randomSuffix()}`
      await project.database.query(`SELECT pg_create_logical_replication_slot('${slot}', 'pgoutput')`)
      onTestFinished(async () => void (await onServer(`SELECT pg_drop_replication_slot('${slot}')`)))
      return {}
    },
  },
  {
    why: 'a subscription would feed the replaced database',
    code,
    prepare: async (project) => {
      const name = `sub_${randomSuffix()}`
      const where = `CONNECTION 'host=nowhere.invalid' PUBLICATION p WITH (connect = false)`
      await project.database.query(`CREATE SUBSCRIPTION ${name} ${where}`)
      onTestFinished(async () => {
        await project.database.query(`ALTER SUBSCRIPTION ${name} SET (slot_name = NONE); DROP SUBSCRIPTION ${name}`)
      })
      return {}
    },
  },
]
