import { execFileSync } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A real file system of so many kilobytes. */
export function mountSmall(kilobytes: number): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'pgsafe-small-')))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(kilobytes)}k`, 'tmpfs', directory], { stdio: 'pipe' })
  return directory
}

export function unmountSmall(directory: string): void {
  execFileSync('umount', [directory])
  rmSync(directory, { recursive: true })
}

/** It needs root on Linux, and some containers forbid it to root too. Says so where it cannot be. */
export function canMount(): boolean {
  const may = isRoot() && tryToMount()
  if (!may) process.stderr.write('NOT TESTED: a full disk. It needs root on Linux, to mount a small file system.\n')
  return may
}

function isRoot(): boolean {
  return process.platform === 'linux' && process.geteuid?.() === 0
}

function tryToMount(): boolean {
  try {
    unmountSmall(mountSmall(64))
    return true
  } catch (error) {
    if (error instanceof Error && 'status' in error) return false
    throw error
  }
}
