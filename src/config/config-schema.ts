import * as z from 'zod/mini'
import { hostRulePattern } from '../domain/host-rules.ts'
import { describeRange, settingRanges } from './setting-ranges.ts'

function whole(range: readonly [number, number], description: string, fallback?: number) {
  const error = `must be ${describeRange(range)}`
  return z.optional(
    z
      .number({ error })
      .check(
        z.int({ error }),
        z.gte(range[0], { error }),
        z.lte(range[1], { error }),
        described(description, fallback),
      ),
  )
}

function flag(description: string, fallback: boolean) {
  return z.optional(z.boolean({ error: 'must be true or false' }).check(described(description, fallback)))
}

function hostRules(description: string) {
  const error = 'must be a list of hosts: shop.internal, *.dev.example.com or shop.internal/shop, without a port'
  const rule = z.string({ error }).check(z.regex(hostRulePattern, { error }))
  return z.optional(z.array(rule, { error }).check(described(description, [])))
}

/** What a command line may hold is checked where its words are read (domain/reset/parse-reset-commands.ts). */
function commands(description: string) {
  const error = 'must be a command line, or a list of command lines'
  const line = z.string({ error }).check(z.minLength(1, { error }))
  const words = z.array(line, { error }).check(z.minLength(1, { error }))
  const several = z.array(z.union([line, words], { error }), { error }).check(z.minLength(1, { error }))
  return z.optional(z.union([line, several], { error }).check(described(description)))
}

function described<T>(description: string, fallback?: unknown) {
  return z.meta<T>(fallback === undefined ? { description } : { description, default: fallback })
}

const compression = z.union([z.boolean(), z.enum(['none', 'gzip', 'zstd'])], {
  error: 'must be none, gzip, zstd, true (gzip) or false (none)',
})

const durationError = 'must be a time from 1s to 1d: a number of seconds, or a text such as 30s or 2min'
const duration = z.union(
  [
    z
      .number({ error: durationError })
      .check(
        z.int({ error: durationError }),
        z.gte(settingRanges.lockWaitTimeout[0], { error: durationError }),
        z.lte(settingRanges.lockWaitTimeout[1], { error: durationError }),
      ),
    z.string({ error: durationError }).check(z.regex(/^[0-9]{1,9} ?(s|min|m|h|d)?$/, { error: durationError })),
  ],
  { error: durationError },
)

/** The config file (docs/configuration.md). schema/pgsafe.schema.json is made from it, so that editors complete it. */
export const configSchema = z.strictObject(
  {
    $schema: z.optional(z.string()),
    url: z.optional(
      z
        .string({ error: 'must be a text' })
        .check(
          described(
            'The database URL. Discouraged: a config file is committed, and a password with it. Use a variable.',
          ),
        ),
    ),
    restoreUrl: z.optional(
      z
        .string({ error: 'must be a text' })
        .check(
          described(
            'The URL of a role that may restore, on the same server. Discouraged here: use PGSAFE_RESTORE_URL, which is not committed.',
          ),
        ),
    ),
    urlVariable: z.optional(
      z
        .string({ error: 'must be the name of a variable' })
        .check(
          z.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: 'must be the name of a variable' }),
          described('The variable, in the environment or in .env, that holds the database URL.', 'DATABASE_URL'),
        ),
    ),
    directory: z.optional(
      z
        .string({ error: 'must be a path' })
        .check(
          z.minLength(1, { error: 'must not be empty' }),
          described('Where backups are stored, relative to this file.', 'backups'),
        ),
    ),
    compression: z.optional(
      compression.check(described('How backups are compressed; guard always compresses. true means gzip.', 'none')),
    ),
    format: z.optional(
      z
        .enum(['plain', 'custom', 'directory'], { error: 'must be plain, custom or directory' })
        .check(
          described(
            'The format of pg_dump: plain SQL can be read and loaded anywhere, the others restore in parallel.',
            'plain',
          ),
        ),
    ),
    engine: z.optional(
      z
        .enum(['dump', 'snapshot', 'both'], { error: 'must be dump, snapshot or both' })
        .check(
          described(
            'How guard and reset keep what is there before the command: a dump in the store, a copy on the server, or both.',
            'dump',
          ),
        ),
    ),
    jobs: whole(
      settingRanges.jobs,
      'Parallel jobs of dumps and restores that can have several. Left out: chosen from cores and tables.',
    ),
    retention: z.optional(
      z
        .strictObject(
          {
            days: whole(settingRanges.days, 'Backups older than this many days may go; 0 keeps them for ever.', 30),
            keepLast: whole(
              settingRanges.keep,
              'Keep at least this many of the newest backups, whatever their age.',
              0,
            ),
            keepDaily: whole(settingRanges.keep, 'Keep the newest backup of each of this many days.', 0),
            keepWeekly: whole(settingRanges.keep, 'Keep the newest backup of each of this many weeks.', 0),
            keepMonthly: whole(settingRanges.keep, 'Keep the newest backup of each of this many months.', 0),
            afterBackup: flag('Apply retention after each verified backup.', true),
          },
          { error: 'must be a group of settings' },
        )
        .check(described('Which backups prune may remove: only those that are too old and that no keep rule names.')),
    ),
    lockWaitTimeout: z.optional(
      duration.check(described('How long pg_dump waits for table locks: seconds, or a text such as 30s or 2min.', 30)),
    ),
    skipPrompt: flag('Stands for yes in backup, reset and guard on local databases.', false),
    agent: z.optional(
      z
        .union([z.boolean(), z.enum(['auto', 'yes', 'no'])], { error: 'must be auto, yes or no' })
        .check(described('Whether an AI agent runs pgsafe: auto looks for its marks (docs/agents.md).', 'auto')),
    ),
    keptDatabases: z.optional(
      z
        .strictObject(
          {
            count: whole(
              settingRanges.keptDatabases,
              'How many replaced databases a restore leaves on the server for undo.',
              1,
            ),
            hours: whole(settingRanges.hours, 'For how many hours they stay.', 24),
          },
          { error: 'must be a group of settings' },
        )
        .check(described('The databases that restores have replaced, kept on the server so that undo is immediate.')),
    ),
    guard: z.optional(
      z
        .strictObject(
          {
            allow: hostRules('Hosts, or databases on them (host/database), that are treated as local.'),
            deny: hostRules('Hosts, or databases on them (host/database), that always need the name typed.'),
          },
          { error: 'must be a group of settings' },
        )
        .check(described('How a database is judged before it is destroyed (docs/danger.md).')),
    ),
    reset: z.optional(
      z
        .strictObject(
          {
            command: commands('What pgsafe reset runs. Left out: what the migration tool of the project needs.'),
            seed: commands('What fills the new schema afterwards. Left out: the seed of that tool, where it has one.'),
          },
          { error: 'must be a group of settings' },
        )
        .check(described('What pgsafe reset does (docs/reset.md).')),
    ),
  },
  { error: 'must be an object of settings' },
)
export type ConfigValues = z.infer<typeof configSchema>

/** The JSON Schema for editors. */
export function configJsonSchema(): object {
  return { title: 'pgsafe configuration', ...z.toJSONSchema(configSchema) }
}
