import { Command } from 'commander'
import { pgsafeVersion } from './domain/pgsafe-version.ts'
import { declareApprove } from './program/declare-approve.ts'
import { declareBackup } from './program/declare-backup.ts'
import { declareDemo } from './program/declare-demo.ts'
import { declareDiff } from './program/declare-diff.ts'
import { declareDoctor } from './program/declare-doctor.ts'
import { declareGuard } from './program/declare-guard.ts'
import { declareList } from './program/declare-list.ts'
import { declarePin } from './program/declare-pin.ts'
import { declareProtect } from './program/declare-protect.ts'
import { declarePrune } from './program/declare-prune.ts'
import { declareRecover } from './program/declare-recover.ts'
import { declareReset } from './program/declare-reset.ts'
import { declareRestore } from './program/declare-restore.ts'
import { declareUndo } from './program/declare-undo.ts'
import { declareUnpin } from './program/declare-unpin.ts'
import { declareUnprotect } from './program/declare-unprotect.ts'
import { declareVerify } from './program/declare-verify.ts'
import { addGlobalOptions } from './program/global-options.ts'
import { exampleLines } from './program/help-epilogue.ts'
import type { RunStory } from './program/run-story.ts'

/** In the order of the help. */
const declarations = new Map([
  ['backup', declareBackup],
  ['list', declareList],
  ['verify', declareVerify],
  ['diff', declareDiff],
  ['prune', declarePrune],
  ['pin', declarePin],
  ['unpin', declareUnpin],
  ['restore', declareRestore],
  ['undo', declareUndo],
  ['recover', declareRecover],
  ['guard', declareGuard],
  ['reset', declareReset],
  ['protect', declareProtect],
  ['unprotect', declareUnprotect],
  ['approve', declareApprove],
  ['doctor', declareDoctor],
  ['demo', declareDemo],
])

const examples = exampleLines([
  ['pgsafe guard -- npx prisma migrate reset', 'a destructive command, with a way back'],
  ['pgsafe backup', 'a verified backup now'],
  ['pgsafe restore', 'choose a backup and bring it back'],
  ['pgsafe doctor', 'is everything in place?'],
])

const footer = `
${examples}

Exit codes (each command's own: pgsafe <command> --help):
  0 done   1 unexpected   2 usage or configuration   3 nothing touched: see text
  4 refused or cancelled   5 backup failed   6 restore failed
  7 verification failed   8 locked   125-127 guard, reset   130, 143 signal`

/**
 * Declares the command line: all of it, or only the command that `first`, the first word, names: the others would take longer
 * than many a command runs. Wrong usage, help and version end the parsing by throwing (program/usage-error.ts).
 */
export function buildProgram(run: RunStory, first?: string): Command {
  const program = new Command('pgsafe')
    .description('Makes losing a PostgreSQL database undoable: a proven backup before anything destructive runs.')
    .version(pgsafeVersion, '-V, --version', 'print the version')
    .enablePositionalOptions()
    .exitOverride()
    // Errors are thrown and rendered in one place, like all others; help still goes where commander sends it.
    .configureOutput({ outputError: () => undefined })
    .commandsGroup('Help:')
    .helpCommand('help [command]', 'show help for a command')
    .addHelpText('after', footer)
  const named = declarations.get(first ?? '')
  for (const declare of named === undefined ? declarations.values() : [named]) declare(program, run)
  return addGlobalOptions(program)
}
