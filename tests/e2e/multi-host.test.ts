import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createProject } from '../support/project.ts'
import { replacedPrograms } from '../support/replaced-programs.ts'

describe('a URL with several hosts', () => {
  it('is pinned to the one that answers, for every program of the run', async () => {
    const project = await createProject()
    const { host, port, user, password, database } = project.at
    const seen = join(project.directory, 'seen')
    const log = `printf '%s:%s\\n' "$PGHOST" "$PGPORT" >> ${seen}; exec "$real" "$@"`
    const url = `postgresql://${user}:${password}@127.0.0.1:1,${host}:${port}/${database}`
    const env = { DATABASE_URL: url, ...replacedPrograms(project.directory, { psql: log, pg_dump: log }) }
    expect(await project.pgsafe(['backup', '--auto'], { env })).toMatchObject({ exitCode: 0 })
    const saved = await project.database.fingerprint()
    await project.query('DELETE FROM orders')
    const name = project.database.name
    const guarded = await project.pgsafe(['restore', '--latest', '--confirm', name], { env })
    expect(guarded).toMatchObject({ exitCode: 0 })
    expect(await project.database.fingerprint()).toEqual(saved)
    const places = readFileSync(seen, 'utf8').trim().split('\n')
    const lists = places.filter((place) => place.includes(','))
    expect(lists).toHaveLength(2)
    expect(new Set(places.filter((place) => !place.includes(',')))).toEqual(new Set([`${host}:${port}`]))
  })
})
