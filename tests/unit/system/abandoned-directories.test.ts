import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { removeAbandonedDirectories } from '../../../src/system/abandoned-directories.ts'
import { readProcess } from '../../../src/system/read-process.ts'
import { temporaryDirectory } from '../../support/test-context.ts'

it('removes what a killed process left behind, and nothing else', async () => {
  const parent = temporaryDirectory()
  const dead = spawnSync(process.execPath, ['-e', '']).pid
  const make = (name: string) => {
    mkdirSync(join(parent, name))
    writeFileSync(join(parent, name, 'passfile'), 'x')
    return join(parent, name)
  }
  const abandoned = make(`pgsafe-${dead}-abc123`)
  const ofSamePid = make(`pgsafe-${process.pid}-1-abc123`)
  const { startTicks } = await readProcess(process.pid)
  const others = [
    make(`pgsafe-${process.pid}-abc123`),
    make(`pgsafe-${process.pid}-${startTicks ?? '0'}-abc123`),
    make(`pgsafe-${dead}-server-abc123`),
    make('pgsafe-x'),
    make('tmp-1'),
  ]
  const elsewhere = temporaryDirectory()
  symlinkSync(elsewhere, join(parent, `pgsafe-${dead}-lnk123`))
  writeFileSync(join(parent, `pgsafe-${dead}-file12`), '')

  expect(new Set(await removeAbandonedDirectories(parent))).toEqual(new Set([abandoned, ofSamePid]))
  expect(existsSync(abandoned)).toBe(false)
  expect([...others, elsewhere].every((path) => existsSync(path))).toBe(true)
})
