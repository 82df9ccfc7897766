import { execFileSync } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createProject } from '../support/project.ts'
import { pgsafeBin } from '../support/run-pgsafe.ts'
import { treeOf } from '../support/stored-backup.ts'

describe('a cron job', () => {
  it('flaw 12: works with nothing but a bare PATH, from a line that names node and pgsafe absolutely', async () => {
    const project = await createProject()
    project.write('.env', `DATABASE_URL=${project.url}\n`)
    const line = `cd '${project.directory}' && '${process.execPath}' '${realpathSync(pgsafeBin)}' backup --auto --compress`
    const output = execFileSync('/usr/bin/env', ['-i', 'PATH=/usr/bin:/bin', '/bin/sh', '-c', `${line} 2>&1`], {
      encoding: 'utf8',
    })
    expect(output).toContain('Backup completed successfully')
    expect(treeOf(project.store).filter((name) => name.endsWith('.sql.gz'))).toHaveLength(1)
  })

  it('flaw 12: needs no gzip, gunzip or shell on PATH, and finds installed tools beside it', async () => {
    const project = await createProject()
    const { path } = await project.backup('--compress')
    const nothing = { env: { PATH: join(project.directory, 'nothing') } }
    expect(await project.pgsafe(['backup', '--auto', '--compress'], nothing)).toMatchObject({ exitCode: 0 })
    expect(await project.pgsafe(['verify', path], nothing)).toMatchObject({ exitCode: 0 })
  })
})
