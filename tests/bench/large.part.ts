import { at, benchDatabase, copyDatabase, dropDatabase, dropKept, prepareDatabase } from './frame/bench-database.ts'
import { fillStore } from './frame/fill-store.ts'
import { hugeTable, largeObjects, longRow, manyTables } from './frame/large-databases.ts'
import { measure, type Measuring } from './frame/measure.ts'
import { quick } from './frame/options.ts'
import { progress } from './frame/progress.ts'
import type { Backup } from './frame/restoring.ts'
import { statsOf } from './frame/stats.ts'
import { runSql } from '../support/psql.ts'

const few = quick ? 10 : 1
const count = (full: number) => Math.ceil(full / few)

/** What is large, how it is made, and a query whose answer must be the same after a restore. */
const cases = [
  {
    what: `${count(10_000).toLocaleString('en')} tables`,
    name: 'bench_tables',
    sql: manyTables(count(10_000)),
    proof: `SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
  },
  {
    what: `one table of ${quick ? '200 MB' : '2 GB'}`,
    name: 'bench_table',
    sql: hugeTable(count(15_000_000)),
    proof: 'SELECT count(*), sum(id) FROM measurements',
  },
  {
    what: `${count(100_000).toLocaleString('en')} large objects`,
    name: 'bench_objects',
    sql: largeObjects(count(100_000)),
    proof: 'SELECT count(*), sum(length(lo_get(oid))) FROM pg_largeobject_metadata',
  },
  { what: 'a row of 20 MB', name: 'bench_row', sql: longRow(20), proof: 'SELECT length(body), md5(body) FROM long' },
] as const
interface Format {
  readonly name: string
  readonly flags: readonly string[]
}

const plain: Format = { name: '.sql.gz', flags: ['--compress'] }
const directory: Format = { name: 'directory', flags: ['--format', 'directory', '--jobs', '2'] }
/** For large objects: each is a file of its own in a directory, and 100,000 small files are no test of pgsafe. */
const custom: Format = { name: 'custom', flags: ['--format', 'custom'] }
const restored = 'bench_large_restored'

for (const one of cases) {
  measure(one.what, 1, async (measuring) => {
    await prepareDatabase(one.name, one.sql)
    for (const format of [plain, one.name === 'bench_objects' ? custom : directory])
      await goThrough(measuring, one, format)
    await dropDatabase(one.name)
  })
}

measure('1,000 backups in a store', 1, async (measuring) => {
  const database = await benchDatabase('small')
  await fillStore(measuring, database, count(1000))
  const what = `a store of ${count(1000).toLocaleString('en')} backups`
  const time = async (name: string, ...words: string[]) => {
    const { seconds } = await measuring.pgsafe(database, words)
    measuring.row({ what: `${what}: ${name}`, against: null, unit: 's', value: statsOf([seconds]), limit: null })
  }
  await time('list', 'list')
  await time('one more backup', 'backup', '--auto', '--compress', '--no-prune')
  await time('prune', 'prune', '--yes', '--days', '1')
})

async function goThrough(measuring: Measuring, one: (typeof cases)[number], format: Format): Promise<void> {
  const { pgsafe, remove, row } = measuring
  const time = async (name: string, database: string, ...words: string[]) => {
    const { seconds, stdout } = await pgsafe(database, [name, ...words, '--json'])
    progress(`${one.what}, ${format.name}: ${name}: ${seconds.toFixed(1)} s`)
    row({
      what: `${one.what}, ${format.name}: ${name}`,
      against: null,
      unit: 's',
      value: statsOf([seconds]),
      limit: null,
    })
    return stdout
  }
  const made = await time('backup', one.name, '--auto', ...format.flags)
  const { id } = (JSON.parse(made) as { backup: Backup }).backup
  await time('verify', one.name, id)
  await copyDatabase(await benchDatabase('small'), restored)
  await time('restore', restored, '--id', id, '--force-target', '--no-analyze', '--confirm', restored)
  const [before, after] = await Promise.all([one.name, restored].map((name) => runSql(at(name), one.proof)))
  if (before !== after) throw new Error(`${one.what}: ${String(after)} instead of ${String(before)} after the restore`)
  await dropKept()
  await dropDatabase(restored)
  remove('backups')
}
