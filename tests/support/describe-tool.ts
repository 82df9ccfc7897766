import { spawnSync } from 'node:child_process'
import { describe } from 'vitest'
import { cleanEnvironment } from './clean-environment.ts'

interface NeededTool {
  /** Ends with 0 where the tool and its driver are there. */
  readonly probe: readonly [string, ...string[]]
  /** What brings it on Debian. */
  readonly packages: string
}

/** The Python for which Debian's packages are; another one may stand before it on PATH. */
export const debianPython = '/usr/bin/python3'

/** Every variant of a command too: the long run. `npm test` takes one or two of each tool. */
export const withVariants = process.env['PGSAFE_TEST_CATALOGUE'] === 'all'

/** Tests around a real tool that the machine has, or has not: then this says so loudly. */
export function describeTool(name: string, { probe, packages }: NeededTool, tests: () => void): void {
  const [program, ...args] = probe
  const { status } = spawnSync(program, args, { env: cleanEnvironment(), stdio: 'ignore', timeout: 60_000 })
  if (status !== 0) {
    process.stderr.write(`NOT TESTED: guard and undo around the real ${name}: it is not installed (${packages})\n`)
  }
  describe.skipIf(status !== 0)(`guard around the real ${name}`, () => {
    tests()
  })
}
