import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { removeAbandonedDirectories } from '../../../src/system/abandoned-directories.ts'
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
  const others = [
    make(`pgsafe-${process.pid}-abc123`),
    make(`pgsafe-${dead}-server-abc123`),
    make('pgsafe-x'),
    make('tmp-1'),
  ]
  const elsewhere = temporaryDirectory()
  symlinkSync(elsewhere, join(parent, `pgsafe-${dead}-lnk123`))
  writeFileSync(join(parent, `pgsafe-${dead}-file12`), '')

  expect(await removeAbandonedDirectories(parent)).toEqual([abandoned])
  expect(existsSync(abandoned)).toBe(false)
  expect([...others, elsewhere].every((path) => existsSync(path))).toBe(true)
})
