import { readdirSync, readFileSync } from 'node:fs'

export interface CommandLineSampler {
  /** Every command line that was seen, its words separated by spaces. */
  readonly seen: ReadonlySet<string>
  stop(this: void): void
}

/** Reads every process's command line every few milliseconds, as anybody on this machine can (Linux). */
export function sampleCommandLines(): CommandLineSampler {
  const seen = new Set<string>()
  const timer = setInterval(() => {
    for (const pid of readdirSync('/proc')) if (/^\d+$/.test(pid)) seen.add(commandLine(pid))
  }, 5)
  return { seen, stop: () => clearInterval(timer) }
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch (error) {
    // It has ended meanwhile, or belongs to somebody else.
    if (error instanceof Error && 'code' in error) return ''
    throw error
  }
}
