import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Context } from '../../src/system/context.ts'
import { createProcessRunner } from '../../src/system/execa-process-runner.ts'
import { cleanEnvironment } from './clean-environment.ts'
import { type RecordingUi, recordingUi } from './recording-ui.ts'
import { type ScriptedAnswer, scriptedPrompts } from './scripted-prompts.ts'

export interface TestContext extends Context {
  readonly ui: RecordingUi
}

export interface TestContextOptions extends Partial<Omit<Context, 'ui' | 'prompts'>> {
  /** What a person is going to be asked. None: no terminal. */
  readonly answers?: readonly ScriptedAnswer[]
  readonly json?: boolean
}

const repository = join(import.meta.dirname, '../..')

/** An empty directory that goes when the test ends. */
export function temporaryDirectory(): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'pgsafe-test-')))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** Real processes and clock, a silent Ui that remembers, scripted answers, a temporary working directory. For use within a test. */
export function createTestContext(options: TestContextOptions = {}): TestContext {
  const { answers, json, ...overrides } = options
  const cwd = overrides.cwd ?? temporaryDirectory()
  if (`${cwd}/`.startsWith(`${repository}/`)) throw new Error(`a test must not work in the repository: ${cwd}`)
  return {
    process: createProcessRunner(),
    prompts: scriptedPrompts(answers),
    env: cleanEnvironment(),
    argv: [],
    now: () => new Date(),
    signal: new AbortController().signal,
    withSignals: (_onSignal, action) => action(),
    ...overrides,
    cwd,
    ui: recordingUi(json),
  }
}
