/** What most migration tools do, in the same words everywhere. */
export const phrases = {
  runsPending: 'run pending migrations, whatever they do',
  undoesAll: 'undo every migration: their tables are dropped',
  undoes: 'undo migrations: what they created is dropped',
  wipesSchema: 'drop every table of the schema, run all migrations again, then the seed',
  runsAgain: 'drop every table and run all migrations again',
} as const
