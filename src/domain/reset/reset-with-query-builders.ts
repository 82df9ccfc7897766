import { findFile, type ProjectView, withEndings } from './project-view.ts'
import { command, seed, type ResetStep, wipe } from './reset-step.ts'
import type { KnownReset, ResetTool } from './reset-tool.ts'

const knexEndings = ['js', 'ts', 'mjs', 'cjs', 'mts', 'cts', 'coffee']

/** Tools that run migrations and know little else: pgsafe empties the database for them, unless they make it anew. */
export const queryBuilderResets: readonly ResetTool[] = [
  { name: 'drizzle-kit', find: findDrizzle },
  { name: 'Knex', find: findKnex },
  {
    name: 'node-pg-migrate',
    find: (project) =>
      project.declares('node-pg-migrate') && project.list('migrations').length > 0
        ? {
            evidence: [project.whereIs('node-pg-migrate'), 'migrations'],
            steps: [wipe('dropped'), command('node-pg-migrate up')],
          }
        : undefined,
  },
  {
    name: 'graphile-migrate',
    find: (project) => {
      const config = findFile(project, ['.gmrc', '.gmrc.js', '.gmrc.cjs'])
      if (config === undefined || !project.dependsOn('graphile-migrate')) return undefined
      return {
        evidence: [project.whereIs('graphile-migrate'), config],
        steps: [command('graphile-migrate reset --erase', 'database')],
      }
    },
  },
  {
    name: 'kysely-ctl',
    find: (project) => {
      const config = findFile(project, [...withEndings('kysely.config'), ...withEndings('.config/kysely.config')])
      if (config === undefined || !project.dependsOn('kysely-ctl')) return undefined
      return {
        evidence: [project.whereIs('kysely-ctl'), config],
        steps: [wipe('dropped'), command('kysely migrate:latest')],
        seed: seedIn(project, 'seeds', 'kysely seed:run'),
      }
    },
  },
]

function findDrizzle(project: ProjectView): KnownReset | undefined {
  const config = findFile(project, withEndings('drizzle.config', ['ts', 'js', 'json', 'mjs', 'mts', 'cjs']))
  if (config === undefined || !project.dependsOn('drizzle-kit')) return undefined
  const text = project.read(config) ?? ''
  const dialect = /\bdialect['"]?\s*:\s*['"](\w+)/.exec(text)?.[1]
  if (dialect !== undefined && dialect !== 'postgresql') return undefined
  const out = (/\bout['"]?\s*:\s*['"]([^'"]+)/.exec(text)?.[1] ?? 'drizzle').replace(/^\.\//, '')
  // Since 1.0 each migration has a folder of its own.
  const migrates = project.list(out).some((name) => /\.sql$|^\d{14}_/.test(name))
  const evidence = [project.whereIs('drizzle-kit'), config]
  return migrates
    ? { evidence: [...evidence, out], steps: [wipe('dropped'), command('drizzle-kit migrate')] }
    : { evidence, steps: [wipe('dropped'), command('drizzle-kit push --force')] }
}

function findKnex(project: ProjectView): KnownReset | undefined {
  const knexfile = findFile(project, withEndings('knexfile', knexEndings))
  if (knexfile === undefined || !project.dependsOn('knex')) return undefined
  const text = project.read(knexfile) ?? ''
  const seeds = /\bseeds['"]?\s*:\s*\{[^}]*?\bdirectory['"]?\s*:\s*['"]([^'"]+)/.exec(text)?.[1] ?? 'seeds'
  return {
    evidence: [project.whereIs('knex'), knexfile],
    steps: [wipe('dropped'), command('knex migrate:latest')],
    seed: seedIn(project, seeds.replace(/^\.\//, ''), 'knex seed:run'),
  }
}

function seedIn(project: ProjectView, folder: string, line: string): ResetStep[] {
  return project.list(folder).length > 0 ? [seed(line)] : []
}
