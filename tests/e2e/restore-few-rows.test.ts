import { expect, it } from 'vitest'
import { createProject } from '../support/project.ts'

it('restore --latest warns when the newest backup is one of an emptied database, and names the one before', async () => {
  const project = await createProject()
  const { id } = await project.backup()
  await project.query('TRUNCATE orders')
  await project.backup()
  await project.backup()
  const { exitCode, stderr } = await project.pgsafe(['restore', '--latest', '--yes', '--dry-run'])
  expect(exitCode).toBe(0)
  expect(stderr).toContain(
    'Warning: the newest backup holds 200 rows, an older one (just now) 1,200 rows: was the database emptied in between?',
  )
  expect(stderr).toContain(`pgsafe restore --id ${id}`)
  expect(stderr).toContain('In it now: 200 rows in 2 tables')
  const earlier = await project.pgsafe(['restore', '--id', id, '--yes'])
  expect(earlier.stderr).not.toContain('Warning')
  expect(await project.query('SELECT count(*) FROM orders')).toBe('1000')
})

it('restore warns when the database holds far more than the backup', async () => {
  const project = await createProject()
  await project.backup()
  await project.query('INSERT INTO customers (name) SELECT n::text FROM generate_series(1, 5000) n')
  const { stderr } = await project.pgsafe(['restore', '--latest', '--yes', '--dry-run'])
  expect(stderr).toContain('Warning: the database holds 6,200 rows now, the backup only 1,200 rows')
})
