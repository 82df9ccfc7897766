import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface Timing {
  /** By the clock, from the start of the process to its end. */
  readonly seconds: number
  /** Of the processor, by it and the children that it waited for; the server's work is not in it. */
  readonly cpuSeconds: number
  readonly stdout: string
  readonly stderr: string
}

export interface TimedCommand {
  readonly program: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** Default: 0 alone. */
  readonly exitCodes?: readonly number[]
}

/** Runs a command to its end; throws when it fails: a failed run has no time. */
export async function timed(command: TimedCommand): Promise<Timing> {
  const { program, args, cwd, env, exitCodes = [0] } = command
  const before = childrenCpu()
  const started = performance.now()
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const seconds = (performance.now() - started) / 1000
  if (code === null || !exitCodes.includes(code)) {
    const words = [program, ...args].join(' ')
    throw new Error(`${words}: exit code ${String(code)}\n${(output.stdout + output.stderr).slice(-3000)}`)
  }
  return { seconds, cpuSeconds: childrenCpu() - before, ...output }
}

/** Fields 16 and 17 of /proc/self/stat, in hundredths of a second; 0 where there is no such file. */
function childrenCpu(): number {
  if (process.platform !== 'linux') return 0
  const stat = readFileSync('/proc/self/stat', 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) / 100
}
