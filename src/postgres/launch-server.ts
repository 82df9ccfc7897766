import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { PgsafeError } from '../errors.ts'
import type { Context } from '../system/context.ts'
import type { Finished, Running } from '../system/process-runner.ts'
import type { ServerBinaries } from './find-server-binaries.ts'
import { serverEnvironment } from './server-environment.ts'
import type { ServerAccount } from './server-account.ts'

interface Launch {
  readonly binaries: ServerBinaries
  /** The server's private directory; the cluster is in `data` below it. */
  readonly home: string
  readonly account: ServerAccount | undefined
  readonly settings: Readonly<Record<string, string>>
}

interface Launched {
  readonly port: number
  readonly dataDirectory: string
  readonly socketDirectory: string | undefined
  readonly stop: () => Promise<void>
}

/** Speed instead of durability: the data never outlives the process. */
const throwawaySettings = {
  listen_addresses: '127.0.0.1',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '32MB',
  max_wal_size: '256MB',
  log_checkpoints: 'off',
}

/** The shortest `sun_path` among the systems we run on, with its closing NUL (macOS: 104, Linux: 108). */
const socketPathLimit = 104

/** Starts `postgres` on the cluster in `home/data` and waits until it accepts connections. Throws 'server-unsuitable'. */
export async function launchServer(
  ctx: Pick<Context, 'process' | 'env' | 'signal'>,
  launch: Launch,
): Promise<Launched> {
  const dataDirectory = join(launch.home, 'data')
  const socketsFit = join(launch.home, '.s.PGSQL.65535').length < socketPathLimit && process.platform !== 'win32'
  const socketDirectory = socketsFit ? launch.home : undefined
  for (let attempt = 1; ; attempt += 1) {
    const port = await findFreePort()
    const settings = {
      ...throwawaySettings,
      ...launch.settings,
      port: String(port),
      unix_socket_directories: socketDirectory ?? '',
    }
    const server = ctx.process.start(
      launch.binaries.postgres,
      ['-D', dataDirectory, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      { env: serverEnvironment(ctx), cwd: launch.home, ...launch.account },
    )
    server.stdout.resume()
    const failed = await untilReady(ctx, server, dataDirectory)
    if (failed === undefined) return { port, dataDirectory, socketDirectory, stop: stopOnce(server) }
    // Somebody else took the port between our asking for it and the server's binding it.
    if (attempt < 5 && /Address already in use|could not bind/.test(failed.stderr)) continue
    throw new PgsafeError('server-unsuitable', `the server did not start: ${failed.stderr.trim() || failed.spawnError}`)
  }
}

/** undefined once the server is ready; how it ended if it ended before. The file's eighth line is what `pg_ctl -w` reads too. */
async function untilReady(
  ctx: Pick<Context, 'signal'>,
  server: Running,
  dataDirectory: string,
): Promise<Finished | undefined> {
  for (;;) {
    const finished = await Promise.race([server.done, sleep(25)])
    if (finished !== undefined) return finished
    if (ctx.signal.aborted) {
      await stopServer(server)
      ctx.signal.throwIfAborted()
    }
    if ((await readStatus(dataDirectory)) === 'ready') return undefined
  }
}

async function readStatus(dataDirectory: string): Promise<string | undefined> {
  try {
    const lines = (await readFile(join(dataDirectory, 'postmaster.pid'), 'utf8')).split('\n')
    return lines[7]?.trim()
  } catch (error) {
    // Not written yet.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** A server outlives its parent: should our process end without stopping it, it goes at that moment. */
function stopOnce(server: Running): () => Promise<void> {
  const onExit = () => server.kill('SIGQUIT')
  process.once('exit', onExit)
  return async () => {
    process.off('exit', onExit)
    await stopServer(server)
  }
}

/** Fast shutdown (SIGINT: sessions are cut); after 5 s SIGKILL. */
async function stopServer(server: Running): Promise<void> {
  server.kill('SIGINT')
  const hardKill = setTimeout(() => server.kill('SIGKILL'), 5000)
  await server.done
  clearTimeout(hardKill)
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
