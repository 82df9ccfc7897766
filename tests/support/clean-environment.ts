import { delimiter } from 'node:path'
import { strongMarkers, weakMarkers } from '../../src/domain/agent-markers.ts'
import { ciVariables } from '../../src/domain/danger-signs.ts'
import { clientFolders } from './test-servers.ts'

/** Variables through which the machine that runs the tests could reach into them. */
const foreign =
  /^(PG[A-Z]+|PGSAFE_.*|BACKUP_.*|SKIP_BACKUP_PROMPT|.*DATABASE_URL|DIRECT_URL|CI|GITHUB_.*|NO_COLOR|FORCE_COLOR|npm_.*|INIT_CWD|NODE_OPTIONS|NODE_ENV|VITEST.*|TMUX.*)$/i

/** What programs cannot do without, although an agent's machine may be known by them together with others. */
const needed = ['HOME', 'SHELL']
const marks = new Set(
  [...[...strongMarkers, ...weakMarkers].flatMap(({ variables }) => Object.keys(variables)), ...ciVariables].filter(
    (name) => !needed.includes(name),
  ),
)

/** The environment of a person who has configured nothing, plus `extra`; undefined takes a variable away. */
export function cleanEnvironment(extra: Readonly<Record<string, string | undefined>> = {}): Record<string, string> {
  const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name) && !marks.has(name))
  const merged = { ...Object.fromEntries(inherited), ...clientsOnPath(), ...extra }
  return Object.fromEntries(Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** The client programs of PGSAFE_TEST_SERVERS, which lie where nobody would look. */
function clientsOnPath(): Record<string, string> {
  if ((process.env['PGSAFE_TEST_SERVERS'] ?? '') === '') return {}
  return { PATH: [process.env['PATH'] ?? '', ...clientFolders()].join(delimiter) }
}
