import { describe, expect, it } from 'vitest'
import { parseResetCommands } from '../../../../src/domain/reset/parse-reset-commands.ts'

describe('reset.command and reset.seed', () => {
  it.each<[string, unknown, string[][]]>([
    ['a command line', 'npm run db:migrate', [['npm', 'run', 'db:migrate']]],
    ['quotes, as in a shell', `node 'my script.js' --name="a b"`, [['node', 'my script.js', '--name=a b']]],
    ['what is quoted stays as it is', `psql -c 'SELECT * FROM "T"'`, [['psql', '-c', 'SELECT * FROM "T"']]],
    ['commands one after the other', 'dropdb shop && createdb shop', [['dropdb', 'shop'], ['createdb', 'shop']]], // prettier-ignore
    ['a shell, where one is named', `sh -c 'a | b'`, [['sh', '-c', 'a | b']]],
    ['a variable before the command', 'NODE_ENV=test knex seed:run', [['env', 'NODE_ENV=test', 'knex', 'seed:run']]],
    ['a list of command lines', ['a 1', 'b 2 && c'], [['a', '1'], ['b', '2'], ['c']]], // prettier-ignore
    ['a list with lists of words', ['a', ['b', '$HOME', '']], [['a'], ['b', '$HOME', '']]],
  ])('may be: %s', (_, raw, commands) => {
    expect(parseResetCommands(raw)).toEqual(commands)
  })

  it.each<[string, unknown]>([
    ['a pipe', 'a | b'],
    ['another operator', 'a; b'],
    ['an alternative', 'a || b'],
    ['a redirection', 'psql < wipe.sql'],
    ['a variable', 'psql $DATABASE_URL'],
    ['a substitution', 'psql $(cat url)'],
    ['a pattern', 'psql -f db/*.sql'],
    ['the home directory', '~/wipe.sh'],
    ['a builtin', 'cd api && npm run reset'],
    ['an open quote', `node 'x`],
    ['nothing', ''],
    ['nothing beside &&', 'a &&'],
    ['an empty list', []],
    ['a command without words', [[]]],
    ['a number', 7],
    ['a number among the words', [['a', 7]]],
    ['nothing at all', undefined],
  ])('is not run without a shell: %s', (_, raw) => {
    expect(parseResetCommands(raw)).toBeUndefined()
  })
})
