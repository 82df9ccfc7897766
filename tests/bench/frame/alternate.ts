import { spawnSync } from 'node:child_process'
import type { Timing } from './timed.ts'
import { progress } from './progress.ts'

export interface Contender {
  readonly name: string
  /** Before each run, not timed. */
  readonly before?: () => Promise<unknown>
  readonly run: () => Promise<Timing>
  /** After each run, not timed: is its result right? Then away with it. */
  readonly after?: (timing: Timing) => Promise<unknown>
}

/** A, B, A, B … in one run, so that whatever disturbs the machine disturbs all. The first round warms up and is left out. */
export async function alternate(
  rounds: number,
  contenders: readonly Contender[],
): Promise<(name: string) => readonly Timing[]> {
  const times = new Map<string, Timing[]>(contenders.map(({ name }) => [name, []]))
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, before, run, after } of contenders) {
      await before?.()
      settle()
      const timing = await run()
      await after?.(timing)
      if (rounds <= 5) progress(`${round === 0 ? 'warm-up' : `round ${String(round)}`}: ${name}: ${describe(timing)}`)
      if (round > 0) times.get(name)?.push(timing)
    }
  }
  return (name) => times.get(name) ?? []
}

/** What others have written or removed goes to the disk now, not in the midst of the next run: dropping 2 GB costs it a fifth of a second. */
function settle(): void {
  spawnSync('sync')
}

function describe({ seconds, cpuSeconds }: Timing): string {
  return `${seconds.toFixed(2)} s (CPU ${cpuSeconds.toFixed(2)} s)`
}
