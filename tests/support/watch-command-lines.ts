import { readdirSync, readFileSync } from 'node:fs'
import type { TestProject } from 'vitest/node'
import { passwordMark } from './test-role.ts'

/** Every role of a test has a password with this mark; so that one search finds them all, also percent-encoded. */
const secret = new RegExp(passwordMark)

/** PostgreSQL's programs as pgsafe calls them: it never lets them ask for a password. What tests run themselves does not count. */
const ours = /(?:psql|pg_dump|pg_dumpall|pg_restore) .*(?:-w|--no-password)(?: |$)/

/**
 * Watches every command line on the machine while the tests run, as any user of it can (Linux), and fails the run when a
 * password was seen in one that pgsafe wrote. A process is read when it appears and once more, because it may not have
 * become its program yet.
 */
export default function watchCommandLines(_project: TestProject): () => void {
  if (process.platform !== 'linux') {
    process.stderr.write('NOT TESTED: command lines of other processes; they are watched on Linux only.\n')
    return () => undefined
  }
  const [leaks, looks] = [new Set<string>(), new Map<string, number>()]
  let seen = 0
  const timer = setInterval(() => {
    for (const pid of readdirSync('/proc')) {
      const look = looks.get(pid) ?? 0
      if (look === 2 || !/^\d+$/.test(pid)) continue
      looks.set(pid, look + 1)
      const line = commandLine(pid)
      if (!ours.test(line)) continue
      seen += 1
      if (secret.test(line)) leaks.add(line.replaceAll(secret, '<password>'))
    }
  }, 50)
  timer.unref()
  return () => {
    clearInterval(timer)
    process.stderr.write(`${String(seen)} command lines of PostgreSQL's programs were watched for passwords.\n`)
    if (leaks.size > 0) throw new Error(`passwords stood in command lines:\n${[...leaks].join('\n')}`)
  }
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch (error) {
    // It ended in between, or it is nobody's to read.
    if (error instanceof Error && 'code' in error) return ''
    throw error
  }
}
