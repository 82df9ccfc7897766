import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { createTerminalUi, type TerminalUiOptions } from '../../../src/ui/terminal-ui.ts'
import type { Ui } from '../../../src/ui/ui.ts'

/** Everything that a Ui without a terminal wrote while `use` ran. */
async function written(own: Partial<TerminalUiOptions>, use: (ui: Ui) => unknown) {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const ui = createTerminalUi({
    quiet: false,
    verbose: false,
    json: false,
    colorsOnStdout: false,
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr: stderr as unknown as NodeJS.WriteStream,
    ...own,
  })
  await use(ui)
  stdout.end()
  stderr.end()
  return { stdout: await text(stdout), stderr: await text(stderr) }
}

describe('narration', () => {
  it('goes to stderr, data alone to stdout', async () => {
    const out = await written({}, (ui) => {
      ui.say('hello')
      ui.warn('careful')
      ui.detail('never mind')
      ui.data('42')
    })
    expect(out).toEqual({ stdout: '42\n', stderr: 'hello\nWarning: careful\n' })
  })

  it('is dropped with --quiet, but for warnings', async () => {
    const out = await written({ quiet: true }, async (ui) => {
      ui.say('hello')
      ui.warn('careful')
      await ui.step('work', async () => 1)
    })
    expect(out.stderr).toBe('Warning: careful\n')
  })

  it('has more with --verbose', async () => {
    expect((await written({ verbose: true }, (ui) => ui.detail('why'))).stderr).toBe('why\n')
  })
})

describe('a step without a terminal', () => {
  it('is a line at its start and one at its end', async () => {
    const out = await written({}, (ui) =>
      ui.step(
        'Dumping',
        async () => 3,
        (tables) => `Dumped ${tables} tables`,
      ),
    )
    expect(out.stderr).toBe('- Dumping\n✔ Dumped 3 tables\n')
  })

  it('that fails has its cross, and its error goes on', async () => {
    const out = await written({}, (ui) =>
      expect(ui.step('Dumping', () => Promise.reject(new Error('no')))).rejects.toThrow('no'),
    )
    expect(out.stderr).toBe('- Dumping\n✖ Dumping\n')
  })
})

describe('data', () => {
  it('ends with exactly one newline and has no colours in a pipe', async () => {
    const out = await written({}, (ui) => {
      ui.data('a\n')
      ui.data('\u001B[31mb\u001B[39m')
    })
    expect(out.stdout).toBe('a\nb\n')
  })

  it('is one line of JSON with --json, and what people read without', async () => {
    const use = (ui: Ui) => ui.result({ a: 'x\ny' }, () => ui.say('for people'))
    expect(await written({ json: true }, use)).toEqual({ stdout: '{"a":"x\\ny"}\n', stderr: '' })
    expect(await written({}, use)).toEqual({ stdout: '', stderr: 'for people\n' })
  })
})
