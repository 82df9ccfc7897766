import { localHosts } from './danger-signs.ts'

/** In kB, for all sessions together: sorts of that size stay in memory. Small servers have that much to spare. */
const memory = 256 * 1024

/**
 * What lets a side database fill faster. Nobody reads it yet, so its commits need not wait for the disk: the swap's own commit
 * does, and everything before it goes to the disk with it; after a crash before that the side database is dropped.
 */
const settings = { synchronous_commit: 'off' }

/** maintenance_work_mem in kB for each of `jobs` sessions: never less than the server has now. undefined: leave it alone. */
export function raisedMemory(now: number, jobs: number): number | undefined {
  const share = Math.floor(memory / jobs)
  return share > now ? share : undefined
}

/** For a session that psql feeds. */
export function loadSettingsSql(jobs: number): string {
  const share = String(Math.floor(memory / jobs))
  const sets = Object.entries(settings).map(([name, value]) => `SET ${name} = ${value};\n`)
  // One session may have to wait for another that builds an index.
  return `${sets.join('')}SELECT pg_catalog.set_config(name, '0', false) FROM pg_catalog.pg_settings WHERE name = 'idle_session_timeout';
SELECT pg_catalog.set_config('maintenance_work_mem', '${share}kB', false)
  FROM pg_catalog.pg_settings WHERE name = 'maintenance_work_mem' AND setting::bigint < ${share};\n`
}

interface LoadingSessions {
  /** As libpq has it. */
  readonly host: string | undefined
  readonly jobs: number
  /** Of this machine. */
  readonly cores: number
}

/**
 * With a session of ours for each core, helpers of the server's would only be in their way (measured: 5 % of a parallel
 * pg_restore's time); of another machine's cores we know nothing.
 */
export function helperSettings({ host = '', jobs, cores }: LoadingSessions): Readonly<Record<string, string>> {
  const isLocal = localHosts.some((pattern) => pattern.test(host))
  return isLocal && jobs > 1 && jobs >= cores ? { max_parallel_maintenance_workers: '0' } : {}
}

/** For sessions of a program that takes no SQL: PGOPTIONS, behind what the user has there. */
export function loadSettingsOptions(
  given: string | undefined,
  memoryKb: number | undefined,
  more: Readonly<Record<string, string>> = {},
): string {
  const memorySetting = memoryKb === undefined ? {} : { maintenance_work_mem: `${String(memoryKb)}kB` }
  const all = { ...settings, ...more, ...memorySetting }
  const options = Object.entries(all).map(([name, value]) => `-c ${name}=${value}`)
  return [...(given === undefined ? [] : [given]), ...options].join(' ')
}
