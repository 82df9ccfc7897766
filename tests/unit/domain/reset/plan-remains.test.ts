import { describe, expect, it } from 'vitest'
import { planRemains } from '../../../../src/domain/reset/plan-remains.ts'
import { command, type ResetStep, seed, wipe } from '../../../../src/domain/reset/reset-step.ts'

const contents = {
  schemas: ['audit', 'public', 'theirs'].map((name) => ({ name, holdsExtension: false, owned: name !== 'theirs' })),
  tables: ['audit', 'public', 'theirs'].map((schema) => ({ schema, name: 'rows', rows: 5 })),
  objects: [
    { type: 'event trigger', identity: 'watch', ours: false, schemas: ['theirs'] },
    { type: 'extension', identity: 'citext', ours: true, schemas: ['public'] },
    { type: 'publication', identity: 'mine', ours: true, schemas: [] },
  ],
  largeObjects: 2,
}

/** What stays, as names: schemas, "schema.table", objects. */
function remains(...steps: ResetStep[]): string[] {
  const { schemas, tables, objects, largeObjects } = planRemains(contents, steps)
  const names = [...schemas.map(({ name }) => name), ...tables.map(({ schema, name }) => `${schema}.${name}`)]
  return [...names, ...objects.map(({ identity }) => identity), ...(largeObjects > 0 ? ['large objects'] : [])]
}

describe('what outlives a reset', () => {
  it('is everything when nothing drops anything', () => {
    const everything = ['audit', 'public', 'theirs', 'audit.rows', 'public.rows', 'theirs.rows']
    expect(remains(seed('npm run seed'))).toEqual([...everything, 'watch', 'citext', 'mine', 'large objects'])
  })

  it('is nothing of a database that the tool drops', () => {
    expect(remains(command('bin/rails db:reset', 'database'))).toEqual([])
  })

  it('are extensions and what belongs to others after a wipe, whatever fills the database again', () => {
    expect(remains(wipe('dropped'), command('knex migrate:latest'))).toEqual(['watch', 'citext'])
  })

  it('are the other schemas, and what stands in none, where a tool drops its own, with the extensions in them', () => {
    const reset = command('prisma migrate reset', ['public'])
    const others = ['audit', 'theirs', 'audit.rows', 'theirs.rows']
    expect(remains(reset)).toEqual([...others, 'watch', 'mine', 'large objects'])
  })

  it('is no table either of a schema that the tool may not drop, but what hangs on it', () => {
    const reset = command('prisma migrate reset', ['theirs'])
    const names = ['audit', 'public', 'audit.rows', 'public.rows']
    expect(remains(reset)).toEqual([...names, 'watch', 'citext', 'mine', 'large objects'])
  })
})
