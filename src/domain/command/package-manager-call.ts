import { list } from './command-rule.ts'

/** A call of npm, pnpm, yarn or bun that may mean a script of package.json. */
export interface ScriptCall {
  readonly manager: string
  readonly script: string
  readonly args: readonly string[]
  /** As written: another directory to look in. */
  readonly directory: string | undefined
  /** A workspace, by its path or its package's name. */
  readonly workspace: string | undefined
  /** All workspaces are meant. */
  readonly everywhere: boolean
  /** `run` was said; without it the word may be a program instead. */
  readonly explicit: boolean
}

const managers = new Set(['npm', 'pnpm', 'yarn', 'bun'])
const directoryFlags = new Set(['--prefix', '-C', '--dir', '--cwd'])
const workspaceFlags = new Set(['-w', '--workspace', '--filter', '-F'])
const everywhereFlags = new Set(['-ws', '--workspaces', '-r', '--recursive'])
/** npm needs no `run` for these. */
const npmAliases: Readonly<Record<string, string>> = {
  t: 'test',
  tst: 'test',
  test: 'test',
  start: 'start',
  stop: 'stop',
  restart: 'restart',
}
/** Subcommands of the managers' own: no script of that name is meant without `run`. */
const ownCommands = new Set(
  list(`install, i, ci, add, remove, rm, uninstall, update, up, upgrade, init, create, link, unlink, publish, pack, audit,
    outdated, list, ls, why, info, view, config, cache, login, logout, exec, dlx, x, run, help, set, store, dedupe, import,
    rebuild, prune, version, bin, root, workspaces, node, pm`),
)

/** Reads a script call; undefined for anything else. */
export function readScriptCall(words: readonly string[]): ScriptCall | undefined {
  const [manager = '', ...rest] = words
  if (!managers.has(manager)) return undefined
  const queue = [...rest]
  const where = {
    directory: undefined as string | undefined,
    workspace: undefined as string | undefined,
    everywhere: false,
  }
  takeFlags(manager, queue, where)
  if (manager === 'yarn' && queue[0] === 'workspace') {
    queue.shift()
    where.workspace = queue.shift()
  }
  const explicit = /^(?:run|run-script)$/.test(queue[0] ?? '')
  if (explicit) queue.shift()
  takeFlags(manager, queue, where)
  const name = queue.shift()
  const script = explicit ? name : manager === 'npm' ? npmAliases[name ?? ''] : name
  if (script === undefined || (!explicit && ownCommands.has(script))) return undefined
  if (manager === 'npm') takeFlags(manager, queue, where)
  const args = queue[0] === '--' ? queue.slice(1) : queue
  return { manager, script, args, explicit: explicit || manager === 'npm', ...where }
}

function takeFlags(
  manager: string,
  queue: string[],
  where: { directory: string | undefined; workspace: string | undefined; everywhere: boolean },
): void {
  while (queue[0]?.startsWith('-') === true && queue[0] !== '--') {
    const word = queue.shift() ?? ''
    const equals = word.indexOf('=')
    const flag = equals === -1 ? word : word.slice(0, equals)
    const value = () => (equals === -1 ? queue.shift() : word.slice(equals + 1))
    if (directoryFlags.has(flag)) where.directory = value()
    else if (flag === '-w' && manager === 'pnpm') where.workspace = undefined
    else if (workspaceFlags.has(flag)) where.workspace = value()
    else if (everywhereFlags.has(flag)) where.everywhere = true
  }
}
