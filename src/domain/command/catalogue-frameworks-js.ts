import { rules, type Tool } from './command-rule.ts'
import { phrases } from './phrases.ts'

const { inspect, some, all } = rules
const { runsPending, undoesAll, runsAgain } = phrases

/** Frameworks and content systems of the JavaScript world. */
export const jsFrameworkTools: readonly Tool[] = [
  {
    name: 'AdonisJS Lucid',
    programs: ['ace'],
    valueFlags: ['--connection', '-c', '--batch', '--files', '-f', '--schema-path'],
    consentFlags: ['--force'],
    rules: [
      all('db:wipe', 'drop every table (with options also views, types and domains)'),
      all('db:truncate', 'empty every table'),
      all('migration:fresh', runsAgain),
      all(['migration:refresh', 'migration:reset'], undoesAll),
      all('migration:rollback', undoesAll, { flags: ['--batch=0'] }),
      some('migration:rollback', 'undo the last batch of migrations: everything, if they all ran at once'),
      inspect('migration:run', runsPending),
      inspect('db:seed', 'run the seeders'),
    ],
    harmless: ['migration:status', 'make:*', 'list', 'build', 'generate:key', 'list:routes'],
  },
  {
    name: 'Payload',
    programs: ['payload'],
    ignoresHelp: true,
    consentFlags: ['--force-accept-warning', '--forceAcceptWarning'],
    rules: [
      all('migrate:fresh', runsAgain),
      all(['migrate:reset', 'migrate:refresh'], undoesAll),
      some('migrate:down', 'undo the last batch of migrations: what they created is dropped'),
      inspect('migrate', runsPending),
    ],
    harmless: ['migrate:status', 'migrate:create', 'generate:*', 'info'],
  },
  {
    name: 'Strapi',
    programs: ['strapi'],
    valueFlags: ['-f', '--file', '-k', '--key', '--to', '--to-token', '--from', '--from-token', '--only', '--exclude'],
    consentFlags: ['--force'],
    rules: [all(['import', 'transfer'], "replace the destination's content with what is imported")],
    harmless: ['export', 'build', 'version', 'generate', 'report'],
  },
  {
    name: 'Medusa',
    programs: ['medusa'],
    valueFlags: ['--db', '--modules'],
    consentFlags: ['--skip-scripts', '--execute-all-links', '--execute-all'],
    rules: [
      some(['db:rollback'], 'undo the last migrations of modules: what they created is dropped'),
      some(['db:sync-links', 'db:setup'], 'change the tables of links; those no longer used are dropped'),
      inspect('db:migrate', runsPending),
      inspect('seed', 'run a seed file'),
    ],
    harmless: ['build', 'db:generate', 'db:create', 'telemetry'],
  },
]
