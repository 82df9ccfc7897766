import { findWorkspace } from './find-workspace.ts'
import { readScriptCall, type ScriptCall } from './package-manager-call.ts'
import type { PackageScripts, Project, Segment } from './segment.ts'

/** A shell's text in place of the command that leads to it. */
export interface ShellText {
  readonly segment: Segment
  readonly text: string
}

/**
 * The scripts of package.json that a command runs, with their `pre` and `post` ones; a segment where the call turns out to
 * be a program's (`pnpm prisma …`) or cannot be followed. Undefined when the command calls no script.
 */
export function followScript(segment: Segment, project: Project): (ShellText | Segment)[] | undefined {
  const runAll = /^(?:run-s|run-p|npm-run-all)$/.test(segment.words[0] ?? '')
  if (runAll) return followPatterns(segment, project)
  const call = readScriptCall(segment.words)
  if (call === undefined) return undefined
  if (call.everywhere) return [unclear(segment, `${call.manager} runs "${call.script}" in every workspace`)]
  const found = findScripts(call, segment.directory, project)
  if (found?.scripts[call.script] !== undefined) return enter(segment, { found, ...call })
  if (/^(?:test|start|stop|restart)$/.test(call.script))
    return [unclear(segment, `${call.manager} ${call.script} runs what it finds`)]
  if (!call.explicit) return [{ ...segment, words: [call.script, ...call.args], via: [...segment.via, call.manager] }]
  const where = found === undefined ? 'there is no package.json' : `${found.directory} has no such script`
  return [unclear(segment, `${call.manager} run ${call.script}: ${where}`)]
}

function findScripts(call: ScriptCall, directory: string, project: Project): PackageScripts | undefined {
  const base = call.directory === undefined ? directory : project.resolvePath(directory, call.directory)
  return call.workspace === undefined ? project.packageScripts(base) : findWorkspace(call.workspace, base, project)
}

interface Entry {
  readonly found: PackageScripts
  readonly manager: string
  readonly script: string
  readonly args: readonly string[]
}

function enter(segment: Segment, { found, manager, script, args }: Entry): (ShellText | Segment)[] {
  const key = `${found.directory}\n${script}`
  if (segment.scripts.includes(key)) return [unclear(segment, `the script "${script}" runs itself`)]
  const inside: Segment = {
    ...segment,
    directory: found.directory,
    via: [...segment.via, `${manager} run ${script}`],
    scripts: [...segment.scripts, key],
  }
  return [`pre${script}`, script, `post${script}`].flatMap((name) => {
    const text = found.scripts[name]
    if (text === undefined) return []
    return [{ segment: inside, text: name === script ? [text, ...args.map(quote)].join(' ') : text }]
  })
}

/** `run-s db:drop db:create`, `npm-run-all db:*`. */
function followPatterns(segment: Segment, project: Project): (ShellText | Segment)[] {
  const found = project.packageScripts(segment.directory)
  const patterns = segment.words.slice(1).filter((word) => !word.startsWith('-'))
  return patterns.flatMap((pattern) => {
    const regex = new RegExp(`^${pattern.replace(/[^\w*]/g, '\\$&').replace(/\*+/g, '.*')}$`)
    const names = Object.keys(found?.scripts ?? {}).filter((name) => regex.test(name))
    if (found === undefined || names.length === 0) return [unclear(segment, `no script is called "${pattern}"`)]
    return names.flatMap((script) => enter(segment, { found, manager: 'npm', script, args: [] }))
  })
}

function unclear(segment: Segment, why: string): Segment {
  return { ...segment, unclear: why }
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
