import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createProcessRunner } from '../../../src/system/execa-process-runner.ts'

const runner = createProcessRunner()
const node = process.execPath
const env = { PATH: process.env['PATH'] }

function script(source: string): string[] {
  return ['-e', source]
}

/** True until the kernel forgets the process. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}

describe('run', () => {
  it('captures stdout, stderr and the exit code without throwing', async () => {
    const finished = await runner.run(node, script('console.log("out"); console.error("err"); process.exit(3)'), {
      env,
    })
    expect(finished).toEqual({
      exitCode: 3,
      signal: undefined,
      stdout: 'out\n',
      stderr: 'err\n',
      spawnError: undefined,
      timedOut: false,
    })
  })

  it('passes the input and ends it', async () => {
    const finished = await runner.run(node, script('process.stdin.pipe(process.stdout)'), { env, input: 'grüße\n' })
    expect(finished.stdout).toBe('grüße\n')
  })

  it('gives the child an empty stdin when there is no input', async () => {
    const finished = await runner.run(node, script('process.stdin.on("end", () => console.log("end")).resume()'), {
      env,
    })
    expect(finished.stdout).toBe('end\n')
  })

  it('survives a child that does not read its input', async () => {
    const finished = await runner.run(node, script('process.exit(2)'), { env, input: 'x'.repeat(1_000_000) })
    expect(finished).toMatchObject({ exitCode: 2, spawnError: undefined })
  })

  it('gives the child exactly the environment it is told', async () => {
    const finished = await runner.run(node, script('console.log(JSON.stringify(process.env))'), {
      env: { ONLY: 'this' },
    })
    expect(JSON.parse(finished.stdout)).toEqual({ ONLY: 'this' })
  })

  it('hands arguments over byte for byte', async () => {
    const args = ['', ' ', '"', "'", '$HOME', '`id`', '*', 'a\nb', '\\', 'ü', '--', '-x', '%PATH%', ';rm', '&&']
    const print = 'console.log(JSON.stringify(process.argv.slice(1)))'
    const finished = await runner.run(node, ['-e', print, '--', ...args], { env })
    expect(JSON.parse(finished.stdout)).toEqual(args)
  })

  it('keeps the last 64 KiB of a long stderr', async () => {
    const source = 'process.stderr.write("first" + "x".repeat(300000) + "last")'
    const { stderr } = await runner.run(node, script(source), { env })
    expect(stderr.length).toBe(64 * 1024)
    expect(stderr).toMatch(/^x+last$/)
  })

  it('tells the signal that ended the child', async () => {
    const finished = await runner.run(node, script('process.kill(process.pid, "SIGKILL")'), { env })
    expect(finished).toMatchObject({ exitCode: undefined, signal: 'SIGKILL', spawnError: undefined })
  })

  it('reports a program that is not there', async () => {
    const finished = await runner.run('/nowhere/pg_dump', [], { env })
    expect(finished).toMatchObject({ exitCode: undefined, spawnError: 'ENOENT' })
  })

  it('reports a program that is not executable', async () => {
    const finished = await runner.run(import.meta.filename, [], { env })
    expect(finished).toMatchObject({ exitCode: undefined, spawnError: 'EACCES' })
  })

  it('ends a child that takes too long', async () => {
    const finished = await runner.run(node, script('setInterval(() => {}, 1000)'), { env, timeoutMs: 300 })
    expect(finished).toMatchObject({ timedOut: true, signal: 'SIGTERM' })
  })

  it('ends the child when the signal aborts', async () => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 200)
    const finished = await runner.run(node, script('setInterval(() => {}, 1000)'), { env, signal: controller.signal })
    expect(finished).toMatchObject({ signal: 'SIGTERM', timedOut: false })
  })
})

describe('start', () => {
  it('streams stdin to stdout', async () => {
    const child = runner.start(node, script('process.stdin.pipe(process.stdout)'), { env })
    child.stdin.end('hello')
    expect(await text(child.stdout)).toBe('hello')
    expect(await child.done).toMatchObject({ exitCode: 0, stdout: '' })
  })

  it('loses nothing when its reader comes late', async () => {
    const child = runner.start(node, script('process.stdout.write("x".repeat(1000000))'), { env })
    await sleep(300)
    expect(await text(child.stdout)).toHaveLength(1_000_000)
    expect(await child.done).toMatchObject({ exitCode: 0 })
  })

  it('holds the child back while nobody reads', async () => {
    const source = `let n = 0
      const more = () => { while (process.stdout.write('x'.repeat(65536)) && ++n < 1000) {} }
      process.stdout.on('drain', more); more()
      setInterval(() => process.stderr.write(String(n) + ' '), 20)`
    const child = runner.start(node, script(source), { env })
    await sleep(400)
    child.kill('SIGKILL')
    const { stderr, signal } = await child.done
    expect(signal).toBe('SIGKILL')
    expect(Number(stderr.trim().split(' ').at(-1))).toBeLessThan(20)
  })

  it.each(['SIGTERM', 'SIGKILL'] as const)('ends after %s although its output was never read', async (signal) => {
    const child = runner.start(node, script('setInterval(() => process.stdout.write("x".repeat(65536)), 1)'), { env })
    await sleep(200)
    child.kill(signal)
    expect(await child.done).toMatchObject({ signal })
    expect(await text(child.stdout)).toMatch(/^x*$/)
  })

  it('ends a child that answers SIGTERM with an exit code, its output unread', async () => {
    const source =
      'process.on("SIGTERM", () => process.exit(1)); setInterval(() => process.stdout.write("x".repeat(9999)), 1)'
    const child = runner.start(node, script(source), { env })
    await sleep(300)
    child.kill()
    expect(await child.done).toMatchObject({ exitCode: 1, signal: undefined })
  })

  it('survives writes to a child that has gone', async () => {
    const child = runner.start(node, script('process.exit(3)'), { env })
    for (let i = 0; i < 50; i++) {
      child.stdin.write('x'.repeat(65_536))
      await sleep(5)
    }
    child.stdout.resume()
    expect(await child.done).toMatchObject({ exitCode: 3, spawnError: undefined })
  })

  it('lets a reader that gives up break the pipe', async () => {
    const child = runner.start(node, script('setInterval(() => process.stdout.write("x".repeat(65536)), 1)'), { env })
    child.stdout.once('data', () => child.stdout.destroy())
    expect((await child.done).exitCode).not.toBe(0)
  })

  it('reports a program that is not there, and its stdout ends', async () => {
    const child = runner.start('/nowhere/psql', [], { env })
    expect(child.pid).toBeUndefined()
    expect(await text(child.stdout)).toBe('')
    expect(await child.done).toMatchObject({ spawnError: 'ENOENT', exitCode: undefined })
  })

  it.runIf(process.platform === 'linux')(
    'keeps the child out of our process group, so that Ctrl-C is ours',
    async () => {
      const source = 'console.log(require("fs").readFileSync("/proc/self/stat","utf8").split(" ")[4])'
      const { stdout, pid } = await (async () => {
        const child = runner.start(node, script(source), { env })
        return { stdout: await text(child.stdout), pid: child.pid }
      })()
      expect(Number(stdout)).toBe(pid)
    },
  )

  it('kills with SIGKILL what ignores an abort', { timeout: 15_000 }, async () => {
    const controller = new AbortController()
    const source = 'process.on("SIGTERM", () => {}); console.log("ready"); setInterval(() => {}, 1000)'
    const child = runner.start(node, script(source), { env, signal: controller.signal })
    await new Promise((resolve) => child.stdout.once('data', resolve))
    controller.abort()
    expect(await child.done).toMatchObject({ signal: 'SIGKILL' })
    expect(isAlive(child.pid ?? 0)).toBe(false)
  })
})

describe('runInherited', () => {
  let project: string
  beforeEach(() => {
    project = realpathSync(mkdtempSync(join(tmpdir(), 'pgsafe-test-')))
    mkdirSync(join(project, 'node_modules/.bin'), { recursive: true })
    mkdirSync(join(project, 'packages/app'), { recursive: true })
  })
  afterEach(() => rmSync(project, { recursive: true }))

  function installProgram(name: string, source: string): void {
    const path = join(project, 'node_modules/.bin', name)
    writeFileSync(path, `#!${node}\n${source}\n`)
    chmodSync(path, 0o755)
  }

  it('finds programs of the project and of its parents, arguments byte for byte', async () => {
    const out = join(project, 'out.json')
    installProgram('migrate', `require('fs').writeFileSync(process.env.OUT, JSON.stringify(process.argv.slice(2)))`)
    const args = ['reset', '--force', '', 'a b', '$HOME', "'", '"', '*', '\\']
    const cwd = join(project, 'packages/app')
    const finished = await runner.runInherited('migrate', args, { env: { ...env, OUT: out }, cwd })
    expect(finished).toMatchObject({ exitCode: 0, signal: undefined, spawnError: undefined })
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(args)
  })

  it('puts the local programs before PATH and keeps the rest of it', async () => {
    installProgram(
      'show-path',
      `process.exit(process.env.PATH.startsWith(process.env.FIRST) && process.env.PATH.endsWith(process.env.LAST) ? 0 : 9)`,
    )
    const first = join(project, 'node_modules/.bin') + delimiter
    const finished = await runner.runInherited('show-path', [], {
      env: { PATH: dirname(node), FIRST: first, LAST: dirname(node) },
      cwd: project,
    })
    expect(finished.exitCode).toBe(0)
  })

  it('gives back code and signal of a failing command', async () => {
    const options = { env, cwd: project }
    expect(await runner.runInherited(node, script('process.exit(42)'), options)).toMatchObject({ exitCode: 42 })
    const killed = await runner.runInherited(node, script('process.kill(process.pid, "SIGTERM")'), options)
    expect(killed).toMatchObject({ exitCode: undefined, signal: 'SIGTERM' })
  })

  it('lets the caller forward a signal', async () => {
    const finished = await runner.runInherited(node, script('setInterval(() => {}, 1000)'), {
      env,
      cwd: project,
      onStart: (child) => setTimeout(() => child.kill('SIGINT'), 200),
    })
    expect(finished.signal).toBe('SIGINT')
  })

  it('reports a command that is not there or not executable', async () => {
    writeFileSync(join(project, 'plain.txt'), 'text')
    const options = { env, cwd: project, onStart: () => expect.unreachable('it never started') }
    expect(await runner.runInherited('no-such-program', [], options)).toMatchObject({ spawnError: 'ENOENT' })
    expect(await runner.runInherited('./plain.txt', [], options)).toMatchObject({ spawnError: 'EACCES' })
  })
})
