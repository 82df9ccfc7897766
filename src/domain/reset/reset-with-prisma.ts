import { readPrismaDatasource } from '../command-target/prisma-schema.ts'
import { findFile, type ProjectView, withEndings } from './project-view.ts'
import { command, seed } from './reset-step.ts'
import type { KnownReset, ResetTool, UnclearReset } from './reset-tool.ts'

/**
 * Prisma 5 to 7. `--force` only answers the question that pgsafe has asked already; the variable that lets AI agents through
 * is never set. It drops and creates again the schemas of its datasource, and no others. The seed is a step of its own: until 6 `migrate reset` would run it by itself, from 7 on it does not.
 */
export const prismaReset: ResetTool = { name: 'Prisma', find }

function find(project: ProjectView): KnownReset | UnclearReset | undefined {
  if (!project.dependsOn('prisma') && !project.dependsOn('@prisma/client')) return undefined
  const config = findFile(project, withEndings('prisma.config'))
  const schema = findSchema(project, config)
  if (schema === undefined && config === undefined) return undefined
  const datasource = readPrismaDatasource((schema === undefined ? undefined : project.read(schema)) ?? '')
  if (datasource?.provider !== undefined && !datasource.provider.startsWith('postgres')) return undefined
  const evidence = [project.whereIs('prisma'), ...[schema, config].filter((path) => path !== undefined)]
  const major = project.major('prisma')
  if (major !== undefined && major > 7) return { evidence, unclear: `Prisma ${major} has no "migrate reset" any more` }
  const drops =
    datasource === undefined || datasource.schemas.length === 0 ? [project.urlSchema ?? 'public'] : datasource.schemas
  const migrations = migrationFolders(project, { schema, config }).find((folder) => project.list(folder).length > 0)
  if (migrations === undefined) {
    return { evidence, steps: [command('prisma db push --force-reset', drops)], seed: seedOf(project, config) }
  }
  const seedsItself = major === undefined || major <= 6
  const skipSeed = major !== undefined && seedsItself ? ' --skip-seed' : ''
  return {
    evidence: [...evidence, migrations],
    steps: [command(`prisma migrate reset --force${skipSeed}`, drops)],
    // With an unknown version a second seed would be worse than none.
    seed: major === undefined ? [] : seedOf(project, config),
  }
}

function findSchema(project: ProjectView, config: string | undefined): string | undefined {
  const configured = valueIn(project, config, 'schema') ?? project.prisma.schema
  const path = configured === undefined ? undefined : withoutDot(configured)
  return findFile(project, [...(path === undefined ? [] : [path]), 'prisma/schema.prisma', 'schema.prisma'])
}

interface Paths {
  readonly schema: string | undefined
  readonly config: string | undefined
}

function migrationFolders(project: ProjectView, { schema, config }: Paths): string[] {
  const configured = valueIn(project, config, 'path')
  const beside = schema?.includes('/') === true ? schema.replace(/[^/]*$/, 'migrations') : 'migrations'
  return [...(configured === undefined ? [] : [withoutDot(configured)]), beside, 'prisma/migrations']
}

function seedOf(project: ProjectView, config: string | undefined) {
  const seeded = project.prisma.seed || valueIn(project, config, 'seed') !== undefined
  return seeded ? [seed('prisma db seed')] : []
}

/** A text in prisma.config: `schema: 'db/schema.prisma'`, `seed: "tsx seed.ts"`. */
function valueIn(project: ProjectView, config: string | undefined, key: string): string | undefined {
  const text = config === undefined ? '' : (project.read(config) ?? '')
  const value = new RegExp(String.raw`\b${key}['"]?\s*:\s*(?:[\w.]+\(([^)]*)\)|(['"\x60][^'"\x60\n]+))`)
  const [, parts, plain] = value.exec(text) ?? []
  const texts = [...(parts ?? plain ?? '').matchAll(/['"`]([^'"`]+)/g)].map((match) => match[1] ?? '')
  return plain === undefined ? texts.filter((part) => !/^[\s,]+$/.test(part)).join('/') || undefined : texts[0]
}

function withoutDot(path: string): string {
  return path.replace(/^\.\//, '').replace(/\/$/, '')
}
