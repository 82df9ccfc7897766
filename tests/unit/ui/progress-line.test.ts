import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ProgressReading } from '../../../src/domain/progress/progress-reading.ts'
import { createProgressLine, type RunningLine } from '../../../src/ui/progress-line.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }))
afterEach(() => void vi.useRealTimers())

/** What a step of 40 s writes that gets on by 2 % each second, and how often it was asked. */
async function written(
  manner: { silent: boolean; json: boolean },
  { seconds, end = 'succeed' }: { seconds: number; end?: 'succeed' | 'fail' },
) {
  const stream = new PassThrough()
  const line: RunningLine = await createProgressLine(stream as unknown as NodeJS.WriteStream, manner).begin(
    'Dumping: all',
  )
  let looks = 0
  line.watch('dump', async (): Promise<ProgressReading> => {
    looks += 1
    return { fraction: looks / 50, done: looks * 1024, unit: 'bytes', current: 'public.orders' }
  })
  await vi.advanceTimersByTimeAsync(seconds * 1000)
  line[end]('Dumped')
  await vi.advanceTimersByTimeAsync(5000)
  return { lines: String(stream.read() ?? '').split('\n'), looks }
}

describe('long work without a terminal', () => {
  it('has a line every 10 s', async () => {
    expect((await written({ silent: false, json: false }, { seconds: 25 })).lines).toEqual([
      '- Dumping: all',
      '  Dumping: 20%, 1.0 KB/s, 40 s left, public.orders',
      '  Dumping: 40%, 1.0 KB/s, 30 s left, public.orders',
      '✔ Dumped',
      '',
    ])
  })

  it('is not looked at in its first second, nor after its end', async () => {
    expect((await written({ silent: false, json: false }, { seconds: 0.9 })).looks).toBe(0)
    expect((await written({ silent: false, json: false }, { seconds: 3 })).looks).toBe(3)
  })

  it('says nothing with --quiet, and is not even looked at', async () => {
    expect(await written({ silent: true, json: false }, { seconds: 30 })).toEqual({ lines: [''], looks: 0 })
  })

  it('is a stream of events with --json', async () => {
    const { lines } = await written({ silent: false, json: true }, { seconds: 2 })
    const events = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as unknown)
    const event = { work: 'dump', step: 'Dumping: all', unit: 'bytes', perSecond: 1024, current: 'public.orders' }
    expect(events).toEqual([
      { progress: { ...event, percent: 2, done: 1024, secondsLeft: null, elapsedMs: 1000, state: 'running' } },
      { progress: { ...event, percent: 4, done: 2048, secondsLeft: null, elapsedMs: 2000, state: 'running' } },
      { progress: { ...event, percent: 100, done: 2048, secondsLeft: 0, elapsedMs: 2000, state: 'done' } },
    ])
  })

  it('says in its last event that it failed', async () => {
    const { lines } = await written({ silent: false, json: true }, { seconds: 1, end: 'fail' })
    expect(lines.at(-3)).toContain('"percent":2,')
    expect(lines.at(-3)).toContain('"state":"failed"')
  })

  it('has no events when it was over in a moment', async () => {
    const { lines } = await written({ silent: false, json: true }, { seconds: 0.5 })
    expect(lines).toEqual(['- Dumping: all', '✔ Dumped', ''])
  })
})

it('a look that fails ends the looks, never the work', async () => {
  const stream = new PassThrough()
  const line = await createProgressLine(stream as unknown as NodeJS.WriteStream, { silent: false, json: false }).begin(
    'A',
  )
  const source = vi.fn().mockRejectedValue(new Error('gone'))
  line.watch('load', source)
  await vi.advanceTimersByTimeAsync(5000)
  line.succeed('A')
  expect(source).toHaveBeenCalledOnce()
  expect(String(stream.read())).toBe('- A\n✔ A\n')
})
