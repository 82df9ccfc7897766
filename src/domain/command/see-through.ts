import { findWorkspace } from './find-workspace.ts'
import { followScript, type ShellText } from './follow-script.ts'
import { type Launched, readLauncher } from './launcher.ts'
import { launchers } from './launchers.ts'
import { parseShell } from './parse-shell.ts'
import { programName } from './program-name.ts'
import type { Project, Segment } from './segment.ts'

/** Deeper than any script is meant to be. */
const maxDepth = 12

const shells = /^(?:sh|bash|zsh|dash|ash|ksh)$/

/**
 * The commands that really run when `words` are run in `directory`, in order: launchers are taken off, package scripts
 * and `sh -c` followed. What cannot be followed stays as it is, with the reason in `unclear`. Runs and reads nothing
 * itself: package.json comes through `project`.
 */
export function seeThrough(words: readonly string[], directory: string, project: Project): Segment[] {
  const whole: Segment = {
    words,
    env: {},
    directory,
    via: [],
    expanded: [],
    input: undefined,
    elsewhere: undefined,
    unclear: undefined,
    scripts: [],
  }
  return follow(whole, project)
}

function follow(written: Segment, project: Project): Segment[] {
  const segment = { ...written, words: [programName(written.words[0] ?? ''), ...written.words.slice(1)] }
  if (segment.unclear !== undefined) return [segment]
  if (segment.via.length > maxDepth) return [{ ...segment, unclear: 'too many commands that run each other' }]
  const inner =
    throughShell(segment) ??
    followScript(segment, project) ??
    throughLauncher(segment, project) ??
    throughRunner(segment)
  if (inner === undefined) return [segment]
  return inner.flatMap((next) => ('text' in next ? followShell(next, project) : follow(next, project)))
}

/** `sh -c TEXT`, also as `bash -lc TEXT` and `bash -o pipefail -c TEXT`. */
function throughShell(segment: Segment): ShellText[] | undefined {
  const [shell = '', ...args] = segment.words
  if (!shells.test(shell)) return undefined
  const at = args.findIndex((word) => /^-[a-z]*c$/.test(word))
  const text = at === -1 ? undefined : args[at + 1]
  const comesFirst = args
    .slice(0, at)
    .every((word, index) => word.startsWith('-') || /^[-+]o$/.test(args[index - 1] ?? ''))
  if (text === undefined || !comesFirst) return undefined
  return [{ segment: { ...segment, via: [...segment.via, `${shell} -c`] }, text }]
}

function throughLauncher(segment: Segment, project: Project): (ShellText | Segment)[] | undefined {
  for (const launcher of launchers) {
    const launched = readLauncher(segment.words, launcher)
    if (launched === undefined) continue
    const { words, shell, env, label } = launched
    const renamed = launcher.becomes !== undefined
    const inside: Segment = {
      ...segment,
      words,
      env: { ...segment.env, ...env },
      directory: launchedDirectory(launched, segment.directory, project),
      via: renamed ? segment.via : [...segment.via, label],
      elsewhere: launcher.elsewhere === true ? label : segment.elsewhere,
    }
    return [shell === undefined ? inside : { segment: inside, text: shell }]
  }
  return undefined
}

function launchedDirectory({ directory, workspace }: Launched, from: string, project: Project): string {
  const base = directory === undefined ? from : project.resolvePath(from, directory)
  return workspace === undefined ? base : (findWorkspace(workspace, base, project)?.directory ?? base)
}

/** `python -m alembic …`, `python manage.py …`; `mix do a, b + c`. */
function throughRunner(segment: Segment): Segment[] | undefined {
  const [program, first = '', ...rest] = segment.words
  if (program === 'python' && first === '-m') {
    const words = [rest[0] === 'django' ? 'django-admin' : (rest[0] ?? ''), ...rest.slice(1)]
    return [{ ...segment, words, via: [...segment.via, 'python -m'] }]
  }
  if (program === 'python' && (first === 'manage.py' || (first.includes('/') && programName(first) !== first))) {
    return [{ ...segment, words: [first, ...rest], via: [...segment.via, 'python'] }]
  }
  if (program !== 'mix' || first !== 'do') return undefined
  const tasks = rest.join('\n').split(/,?\n\+\n|,\n/)
  return tasks.map((task) => ({ ...segment, words: ['mix', ...task.split('\n')], via: [...segment.via, 'mix do'] }))
}

function followShell({ segment, text }: ShellText, project: Project): Segment[] {
  const commands = parseShell(text)
  if (commands === undefined) {
    return [{ ...segment, words: [text], unclear: 'this shell text is too involved to be followed' }]
  }
  let { directory, env } = segment
  return commands.flatMap((command) => {
    const [first, operand = ''] = command.words
    if (first === 'cd' && /[$`*]|^-$/.test(operand)) {
      return [{ ...segment, words: command.words, unclear: 'where this leads cannot be told' }]
    }
    if (first === 'cd') {
      directory = project.resolvePath(directory, operand === '' ? '.' : operand)
      return []
    }
    if (first === undefined || first === 'export') {
      env = { ...env, ...command.assignments, ...exported(command.words) }
      return []
    }
    const inside = {
      ...segment,
      directory,
      env: { ...env, ...command.assignments },
      input: command.input ?? segment.input,
      expanded: [...segment.expanded, ...command.expanded],
    }
    return follow({ ...inside, words: command.words }, project)
  })
}

function exported(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    words.flatMap((word) => (/^\w+=/.test(word) ? [word.split(/=([^]*)/, 2) as [string, string]] : [])),
  )
}
