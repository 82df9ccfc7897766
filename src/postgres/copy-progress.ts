import type { ProgressSource } from '../domain/progress/progress-reading.ts'
import type { Poll } from './with-polling.ts'

/**
 * A database that is just being made has a directory of its own, and a row in pg_database only at its end. Of several the newest:
 * a crash may have left others. Only a superuser may look into directories.
 */
const copiedSql = `
  SELECT coalesce(sum((pg_stat_file('base/' || made.name || '/' || file.name, true)).size), 0)::bigint AS bytes
    FROM (SELECT d.name FROM pg_ls_dir('base') AS d (name)
           WHERE d.name ~ '^[0-9]+$' AND NOT EXISTS (SELECT FROM pg_database WHERE oid::text = d.name)
           ORDER BY d.name::bigint DESC LIMIT 1) AS made,
         pg_ls_dir('base/' || made.name, true, false) AS file (name)`

/** How far the server is with copying a database of `total` bytes within its own directory; nothing is known elsewhere. `poll` asks through another database. */
export function copyProgress(poll: Poll, total: number): ProgressSource {
  return async () => {
    const [row] = (await poll<{ bytes: number }>(copiedSql)) ?? []
    if (row === undefined || row.bytes === 0) return undefined
    return { fraction: Math.min(1, row.bytes / total), done: row.bytes, unit: 'bytes', current: undefined }
  }
}
