import { programName } from './program-name.ts'

/** A program that runs another one, whose words follow its own. */
export interface Launcher {
  /** Its words: `npx`, `docker compose exec`. Options may stand between them. */
  readonly start: string
  /** Options whose value is the next word. */
  readonly valueFlags?: readonly string[]
  /** Words of its own before the command: the container of `docker exec`. */
  readonly operands?: number
  /** `A=b` before the command sets a variable. */
  readonly assignments?: boolean
  /** Options whose value is a shell's text to run. */
  readonly shellFlags?: readonly string[]
  /** Options whose value is code: what it does cannot be told. */
  readonly codeFlags?: readonly string[]
  /** Options whose value is the directory to run in. */
  readonly directoryFlags?: readonly string[]
  /** Options whose value is a workspace, by path or name. */
  readonly workspaceFlags?: readonly string[]
  /** What follows is a file, not a program: a bare name means nothing then. */
  readonly runsFile?: boolean
  /** It takes a `--` among the command's words for its own: `npx prisma -- db push`. */
  readonly dropsDashes?: boolean
  /** Its last word is the program, by this name. */
  readonly becomes?: string
  /** The command runs in a container or on another host. */
  readonly elsewhere?: boolean
  /** What follows is joined and given to a shell there. */
  readonly joins?: boolean
}

/** What a launcher runs: words of a command, or the text of a shell. */
export interface Launched {
  readonly words: readonly string[]
  readonly shell: string | undefined
  readonly env: Readonly<Record<string, string>>
  /** As written. */
  readonly directory: string | undefined
  readonly workspace: string | undefined
  /** The launcher's own words, with what it acts on: `docker exec db`. */
  readonly label: string
}

interface State {
  readonly queue: string[]
  readonly env: Record<string, string>
  directory: string | undefined
  workspace: string | undefined
  shell: string | undefined
  opaque: boolean
}

/** What `words` launches, if they are that launcher's; undefined when they are not, or when it runs code of its own. */
export function readLauncher(words: readonly string[], launcher: Launcher): Launched | undefined {
  const state: State = {
    queue: [...words],
    env: {},
    directory: undefined,
    workspace: undefined,
    shell: undefined,
    opaque: false,
  }
  for (const word of launcher.start.split(' ')) {
    if (word !== launcher.start.split(' ')[0]) readFlags(state, launcher)
    if (state.queue.shift() !== word) return undefined
  }
  const { becomes } = launcher
  if (becomes !== undefined) return { ...launched(state, launcher), words: [becomes, ...state.queue] }
  const operands: string[] = []
  readFlags(state, launcher)
  while (operands.length < (launcher.operands ?? 0)) {
    operands.push(state.queue.shift() ?? '')
    readFlags(state, launcher)
  }
  const nothing = state.queue.length === 0 && state.shell === undefined
  if (state.opaque || nothing || (launcher.runsFile === true && !isKnownFile(state.queue[0] ?? ''))) return undefined
  return launched(state, launcher, operands)
}

/** `node test` runs a file of that name, not the program. */
function isKnownFile(word: string): boolean {
  if (/^(?:ace|ace\.js|artisan|manage\.py)$/.test(word)) return true
  return /^npm:|\//.test(word) && programName(word) !== word
}

function launched(state: State, launcher: Launcher, operands: readonly string[] = []): Launched {
  const { queue, env, directory, workspace } = state
  const dashes = launcher.dropsDashes === true ? queue.indexOf('--') : -1
  if (dashes !== -1) queue.splice(dashes, 1)
  const shell = state.shell ?? (launcher.joins === true ? queue.join(' ') : undefined)
  return { words: queue, shell, env, directory, workspace, label: [launcher.start, ...operands].join(' ') }
}

/** Takes the options (and assignments) at the head of the queue; `--` ends them. */
function readFlags(state: State, launcher: Launcher): void {
  for (let word = state.queue[0]; word !== undefined; word = state.queue[0]) {
    const assignment = launcher.assignments === true ? /^([A-Za-z_]\w*)=([^]*)$/.exec(word) : null
    if (assignment?.[1] !== undefined) state.env[assignment[1]] = assignment[2] ?? ''
    else if (!word.startsWith('-') || word === '-') return
    state.queue.shift()
    if (word === '--') return
    if (assignment === null) readFlag(word, state, launcher)
  }
}

function readFlag(word: string, state: State, launcher: Launcher): void {
  const [flag = '', value] =
    word.startsWith('--') && word.includes('=') ? [word.replace(/=[^]*/, ''), word.replace(/^[^=]*=/, '')] : [word]
  const is = (flags: readonly string[] | undefined) => flags?.includes(flag) === true
  if (is(launcher.codeFlags)) state.opaque = true
  else if (is(launcher.shellFlags)) state.shell = value ?? state.queue.shift() ?? ''
  else if (is(launcher.directoryFlags)) state.directory = value ?? state.queue.shift()
  else if (is(launcher.workspaceFlags)) state.workspace = value ?? state.queue.shift()
  else if (is(launcher.valueFlags) && value === undefined) state.queue.shift()
}
