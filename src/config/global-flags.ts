/** Flags that every command takes, before or after its name. None has a default here: defaults come last, after the config file. */
export interface GlobalFlags {
  readonly url?: string
  readonly config?: string
  readonly dir?: string
  readonly json?: boolean
  readonly yes?: boolean
  readonly confirm?: string
  readonly agent?: string
  readonly trust?: boolean
  readonly dryRun?: boolean
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly color?: boolean
}
