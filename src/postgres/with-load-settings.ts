import { availableParallelism } from 'node:os'
import { helperSettings, loadSettingsOptions, raisedMemory } from '../domain/load-settings.ts'
import { isPgsafeError } from '../errors.ts'
import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'

/**
 * The same endpoint for `jobs` sessions that fill a side database, which commit without waiting for the disk, have more
 * memory to sort in and no helpers that would take their cores. Unchanged where such options do not get through: some poolers refuse them.
 */
export async function withLoadSettings<Endpoint extends SqlEndpoint>(
  ctx: Context,
  at: Endpoint,
  jobs: number,
): Promise<Endpoint> {
  const given = at.connection.env['PGOPTIONS']
  const { host } = at.connection.params
  const helpers = helperSettings({ host, jobs, cores: availableParallelism() })
  const withOptions = (memory: number | undefined): Endpoint => {
    const env = { ...at.connection.env, PGOPTIONS: loadSettingsOptions(given, memory, helpers) }
    return { ...at, connection: { ...at.connection, env } }
  }
  try {
    const [row] = await queryRows<{ now: number }>(ctx, withOptions(undefined), memorySql, { timeoutMs: 30_000 })
    return withOptions(row === undefined ? undefined : raisedMemory(row.now, jobs))
  } catch (error) {
    if (!isPgsafeError(error) || ctx.signal.aborted) throw error
    ctx.ui.detail(`loading without settings of its own: ${error.message}`)
    return at
  }
}

const memorySql = "SELECT setting::bigint AS now FROM pg_settings WHERE name = 'maintenance_work_mem'"
