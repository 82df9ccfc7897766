import type { ArgumentSyntax, ToolArguments } from './parse-arguments.ts'
import type { Severity } from './severity.ts'

/** Where a command takes SQL from that decides what it destroys. */
export type SqlSource =
  | { readonly kind: 'text'; readonly text: string }
  /** As written: relative to the command's own directory. */
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stdin' }

interface RuleDetails {
  /** The rule holds only with one of these options; `--to=0` also asks for its value. */
  readonly flags?: readonly string[]
  /** And one of these. */
  readonly also?: readonly string[]
  /** What people may run instead. */
  readonly safer?: string
  /** What it reaches that a backup of the one database does not bring back (fact 17). */
  readonly beyond?: string
  /** What it does depends on this SQL; `severity` then only holds where the SQL cannot be read. */
  readonly sql?: (args: ToolArguments) => readonly SqlSource[]
}

/** One destructive (or inspected) way to call a tool. The first rule that fits decides. */
export interface CommandRule extends RuleDetails {
  /** Subcommand words; `*` is any one word, a `*` within one any part of it; '' always fits. */
  readonly paths: readonly string[]
  readonly severity: Severity
  /** For people, after "This will:". */
  readonly destroys: string
}

export interface Tool extends ArgumentSyntax {
  /** As its makers write it. */
  readonly name: string
  /** What it is called on a command line, after launchers are gone. */
  readonly programs: readonly string[]
  /** Options that answer, or leave out, the tool's own question. */
  readonly consentFlags?: readonly string[]
  /** The same by environment: `NAME`, or `NAME=value`. */
  readonly consentVariables?: readonly string[]
  /** Every operand is a command of its own, as `rails db:drop db:create`. */
  readonly manyTasks?: boolean
  /** `--help` after a subcommand does not keep it from running. */
  readonly ignoresHelp?: boolean
  readonly rules: readonly CommandRule[]
  /** Paths (as in rules) that destroy nothing in a database. */
  readonly harmless?: readonly string[]
}

function rule(severity: Severity) {
  return (paths: string | readonly string[], destroys: string, details: RuleDetails = {}): CommandRule => ({
    paths: typeof paths === 'string' ? [paths] : paths,
    severity,
    destroys,
    ...details,
  })
}

/** Rules by severity, so that a catalogue reads as a table. */
export const rules = {
  none: rule('none'),
  inspect: rule('inspect'),
  some: rule('some'),
  all: rule('all'),
  database: rule('database'),
}

/** `'a, b c, d'` as a list: tables of words stay readable. */
export function list(text: string): readonly string[] {
  return text.trim().split(/\s*,\s+/)
}
