import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { clientFolders } from './test-servers.ts'

/** Where SQL goes. This file talks to psql directly, so that the tests do not rest on the code that they test. */
export interface SqlTarget {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
  /** The folder of the client programs; default: the installed ones. */
  readonly programs?: string
}

/** The newest installed version of a client program; else whatever PATH has. */
export function clientProgram(name: 'psql' | 'pg_dump' | 'pg_restore' | 'pg_dumpall' | 'pgbench'): string {
  return (
    clientFolders()
      .map((folder) => join(folder, name))
      .find((path) => existsSync(path)) ?? name
  )
}

const programOf = (at: SqlTarget, name: 'psql' | 'pg_dump') =>
  at.programs === undefined ? clientProgram(name) : join(at.programs, name)

/** A child's environment: the connection and nothing of ours. */
export function connectionEnvironment(at: SqlTarget): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    PGHOST: at.host,
    PGPORT: String(at.port),
    PGUSER: at.user,
    PGPASSWORD: at.password,
    PGDATABASE: at.database,
    PGCONNECT_TIMEOUT: '20',
  }
}

/** Runs SQL (several statements too) and returns the unaligned output, one line per row. Rejects with psql's own words. */
export function runSql(at: SqlTarget, sql: string): Promise<string> {
  const psql = spawn(programOf(at, 'psql'), ['-X', '-w', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1'], {
    env: connectionEnvironment(at),
  })
  const output = { stdout: '', stderr: '' }
  psql.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  psql.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  psql.stdin.on('error', () => {
    // psql went away before it read everything: its exit code and stderr tell why.
  })
  psql.stdin.end(sql)
  return new Promise((resolve, reject) => {
    psql.on('error', reject)
    psql.on('close', (code) => {
      if (code === 0) resolve(output.stdout.replace(/\n$/, ''))
      else reject(new Error(`psql exited ${code}: ${output.stderr.trim()}`))
    })
  })
}

/** pg_dump's output as text. */
export function runPgDump(at: SqlTarget, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { env: connectionEnvironment(at), maxBuffer: 256 * 1024 * 1024 }
    execFile(programOf(at, 'pg_dump'), args, options, (error, stdout) => {
      if (error === null) resolve(stdout)
      else reject(error)
    })
  })
}
