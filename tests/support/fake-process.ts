import { PassThrough, type Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished } from 'vitest'
import type { Finished, ProcessRunner, RunOptions } from '../../src/system/process-runner.ts'

/** How a child is going to end. `file` matches the end of the program's path. */
export interface ScriptedChild extends Partial<Finished> {
  readonly file: string
}

export interface FakeCall {
  readonly file: string
  readonly args: readonly string[]
  readonly env: RunOptions['env']
  readonly options: RunOptions
  /** What went in on stdin: complete once the child is done. */
  input: string
}

export interface FakeProcess extends ProcessRunner {
  readonly calls: readonly FakeCall[]
}

/** Children by script, each used once, in any order. A child that nobody expected fails the test, and so does one never started. */
export function fakeProcess(children: readonly ScriptedChild[]): FakeProcess {
  const waiting = [...children]
  const calls: FakeCall[] = []
  onTestFinished(() => expect(waiting, 'children that were never started').toEqual([]))
  const begin = (file: string, args: readonly string[], options: RunOptions): [Finished, FakeCall] => {
    const index = waiting.findIndex((child) => file.endsWith(child.file))
    const [child] = index < 0 ? [] : waiting.splice(index, 1)
    if (child === undefined) throw new Error(`nobody expected ${file} ${args.join(' ')}`)
    const call = { file, args, env: options.env, options, input: options.input ?? '' }
    calls.push(call)
    return [{ ...succeeded, ...child }, call]
  }
  return {
    calls,
    run: (file, args, options) => Promise.resolve(begin(file, args, options)[0]),
    start: (file, args, options) => {
      const [finished, call] = begin(file, args, options)
      const [stdin, stdout] = [new PassThrough(), new PassThrough()]
      stdout.end(finished.stdout)
      const done = readInput(stdin, call).then(() => ({ ...finished, stdout: '' }))
      return { pid: 4711, stdin, stdout, done, kill: () => stdin.end() }
    },
    runInherited: () => Promise.reject(new Error('nobody expected a command of the user')),
  }
}

async function readInput(stdin: Readable, call: FakeCall): Promise<void> {
  call.input = await text(stdin)
}

export const succeeded: Finished = {
  exitCode: 0,
  signal: undefined,
  stdout: '',
  stderr: '',
  spawnError: undefined,
  timedOut: false,
}
