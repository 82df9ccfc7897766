import { existsSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { withTemporaryDirectory } from '../../../src/system/temporary-directory.ts'

it('gives a directory of our own and removes it with all it holds', async () => {
  const path = await withTemporaryDirectory((directory) => {
    expect(dirname(directory)).toBe(tmpdir())
    expect(basename(directory)).toMatch(new RegExp(`^pgsafe-${process.pid}-(?:\\d+-)?\\w{6}$`))
    expect(process.platform === 'win32' || (statSync(directory).mode & 0o777) === 0o700).toBe(true)
    writeFileSync(join(directory, 'secret'), 'x')
    return Promise.resolve(directory)
  })
  expect(existsSync(path)).toBe(false)
})

it('removes it when the action fails, and passes its error on', async () => {
  let path = ''
  const failing = withTemporaryDirectory((directory) => {
    path = directory
    return Promise.reject(new Error('on purpose'))
  })
  await expect(failing).rejects.toThrow('on purpose')
  expect(path).not.toBe('')
  expect(existsSync(path)).toBe(false)
})
