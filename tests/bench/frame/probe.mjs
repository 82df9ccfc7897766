// Loaded before pgsafe (`node --import`): at its end it writes what only the process itself knows.
import childProcess from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { basename } from 'node:path'
import { isMainThread } from 'node:worker_threads'

/**
 * @typedef {object} Probed
 * @property {number} peakMegabytes of this process alone (VmHWM)
 * @property {number} longestPauseMs of the event loop, from the start of the first dump or load on
 * @property {number} pauseP99Ms
 */

/** How often the event loop is looked at: that much of each delay is no pause. */
const resolution = 5

if (isMainThread && process.env.PGSAFE_BENCH_PROBE !== undefined) {
  const path = process.env.PGSAFE_BENCH_PROBE
  delete process.env.PGSAFE_BENCH_PROBE
  const delays = monitorEventLoopDelay({ resolution })
  delays.enable()
  fromFirstTool(() => delays.reset())
  process.on('exit', () => {
    const milliseconds = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - resolution)
    const probed = {
      peakMegabytes: peakKilobytes() / 1000,
      longestPauseMs: milliseconds(delays.max),
      pauseP99Ms: milliseconds(delays.percentile(99)),
    }
    writeFileSync(path, JSON.stringify(probed))
  })
}

/** Starting and loading modules is no pause that a spinner shows: counting begins with the work itself. */
function fromFirstTool(begin) {
  const { spawn } = childProcess.ChildProcess.prototype
  childProcess.ChildProcess.prototype.spawn = function (options) {
    const isWork = /^(pg_dump|pg_restore)/.test(basename(options.file)) && !options.args.includes('--version')
    if (isWork && begin !== undefined) {
      begin()
      begin = undefined
    }
    return spawn.call(this, options)
  }
}

/** Not getrusage: its peak is inherited from whoever started us. */
function peakKilobytes() {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? Number.NaN) * 1.024
}
