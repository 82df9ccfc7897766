import type { AgentSetting } from '../domain/caller.ts'
import type { Engine } from '../domain/engine.ts'
import type { BackupFormat, Compression } from '../domain/manifest.ts'
import type { CommandWords } from '../domain/reset/reset-step.ts'

/** A value and where it came from: "--dir", "PGSAFE_DIR", "BACKUP_DIR in .env", "directory in .pgsaferc", "default". */
export interface Setting<T> {
  readonly value: T
  readonly source: string
}

/** Everything configurable, resolved: flags > PGSAFE_* > BACKUP_DIR and its kin > config file > defaults (DESIGN 9). */
export interface Settings {
  /** Nearest ancestor with a config file or package.json, else the working directory. Absolute. */
  readonly projectRoot: string
  readonly configFile: string | undefined
  /** The `.env` that was read, if any. */
  readonly envFile: string | undefined
  /** The store. Absolute. */
  readonly directory: Setting<string>
  readonly compression: Setting<Compression>
  readonly format: Setting<BackupFormat>
  /** How guard and reset keep what is there before the command. */
  readonly engine: Setting<Engine>
  /** undefined: chosen from cores and tables. */
  readonly jobs: Setting<number | undefined>
  readonly retention: {
    /** 0 keeps for ever. */
    readonly days: Setting<number>
    readonly keepLast: Setting<number>
    readonly keepDaily: Setting<number>
    readonly keepWeekly: Setting<number>
    readonly keepMonthly: Setting<number>
    /** Prune after each verified backup. */
    readonly afterBackup: Setting<boolean>
  }
  /** Seconds that pg_dump waits for table locks. */
  readonly lockWaitTimeout: Setting<number>
  /** Stands for `yes` in backup, reset and guard on local targets. */
  readonly skipPrompt: Setting<boolean>
  /** Whether an AI agent runs this: found out, or said. */
  readonly agent: Setting<AgentSetting>
  /** The variable that holds the URL: DATABASE_URL unless configured. */
  readonly urlVariable: Setting<string>
  /** Kept databases after a restore: how many, how long. */
  readonly keptDatabases: { readonly count: Setting<number>; readonly hours: Setting<number> }
  /** Hosts that people vouch for, or that always need the name typed (domain/host-rules.ts). */
  readonly guard: { readonly allow: Setting<readonly string[]>; readonly deny: Setting<readonly string[]> }
  /** What `pgsafe reset` runs; undefined: found by what the project uses (domain/reset/choose-reset.ts). */
  readonly reset: {
    readonly command: Setting<readonly CommandWords[] | undefined>
    readonly seed: Setting<readonly CommandWords[] | undefined>
  }
}
