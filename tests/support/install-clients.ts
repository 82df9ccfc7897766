import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'
import { cleanEnvironment } from './clean-environment.ts'

const repository = join(import.meta.dirname, '../..')
const definition = join(repository, 'tests/clients/packages')

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder whose node_modules holds the real programs; null when they could not be installed. */
    clients: string | null
  }
}

/**
 * Installs the programs that the clients tests guard, once for each lockfile, into `.cache`: they are none of pgsafe's own
 * packages. Without the registry those tests cannot run, and this says so.
 */
export default async function setup(project: TestProject): Promise<void> {
  project.provide('clients', await installClients())
}

async function installClients(): Promise<string | null> {
  const lock = createHash('sha256').update(readFileSync(join(definition, 'package-lock.json')))
  const directory = join(repository, '.cache', `clients-${lock.digest('hex').slice(0, 12)}`)
  if (!existsSync(directory) && !(await install(directory))) return null
  cpSync(join(repository, 'tests/support/prisma-engine'), join(directory, 'prisma-engine'), { recursive: true })
  return directory
}

/** Under another name until it is whole. */
async function install(directory: string): Promise<boolean> {
  const unfinished = `${directory}.${process.pid}`
  mkdirSync(unfinished, { recursive: true })
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(definition, file), join(unfinished, file))
  process.stderr.write('Installing the clients that the tests guard (about a minute, once)\n')
  try {
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error']
    await promisify(execFile)('npm', args, { cwd: unfinished, env: cleanEnvironment(), timeout: 300_000 })
    renameSync(unfinished, directory)
    return true
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n').slice(0, 3).join(' ') : String(error)
    process.stderr.write(
      `NOT TESTED: guard, reset and undo around the real Prisma, drizzle-kit, knex, typeorm, sequelize-cli, MikroORM, node-pg-migrate and graphile-migrate, because they could not be installed: ${why}\n`,
    )
    return false
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
}
