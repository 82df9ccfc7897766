import { envFilesOf, withoutComments } from './code-text.ts'
import { type CommandTarget, opaque, other } from './command-target.ts'
import { targetAt } from './database-url.ts'
import { readPrismaDatasource } from './prisma-schema.ts'
import { nearestPackage } from './nearest-package.ts'
import { prismaMajor } from './prisma-version.ts'
import { directoryOf, resolvePath } from './resolve-path.ts'
import { searchConfig } from './search-config.ts'
import { findNear, flagValue, lookUpWith, readNear, type TargetQuestion } from './target-question.ts'

const endings = ['js', 'ts', 'mjs', 'cjs', 'mts', 'cts']
const configNames = [...endings.map((end) => `prisma.config.${end}`), ...endings.map((end) => `.config/prisma.${end}`)]

/** Prisma 5 to 8: `--url` or `--db`, else the config file, else the schema with the `.env` files of that version. */
export function resolvePrisma(question: TargetQuestion): CommandTarget {
  const flag = ['--url', '--db'].find((name) => flagValue(question, [name]) !== undefined)
  if (flag !== undefined) return targetAt(flagValue(question, [flag]) ?? '', { how: flag, source: 'arguments' })
  const config = flagValue(question, ['--config']) ?? findNear(question, configNames)
  const text = config === undefined ? undefined : readNear(question, config)
  const major = prismaMajor(question)
  if (config === undefined || text === undefined) {
    // From version 7 on nothing but the config names a database.
    return major !== undefined && major >= 7 ? opaque : bySchema(question, schemaOf(question), undefined)
  }
  if (major === undefined || major >= 7 || /\bdatasource\s*:/.test(withoutComments(text))) {
    return searchConfig(question, { path: config, blocks: ['datasource', 'db'] }) ?? opaque
  }
  const named = /\bschema\s*:\s*(?:[\w.]+\()?\s*((?:['"`][^'"`]+['"`]\s*,?\s*)+)/.exec(text)?.[1]
  const schema =
    named === undefined ? undefined : [...named.matchAll(/['"`]([^'"`]+)['"`]/g)].map(([, part]) => part).join('/')
  return bySchema(question, flagValue(question, ['--schema']) ?? schema ?? schemaOf(question), text)
}

function schemaOf(question: TargetQuestion): string | undefined {
  const own = nearestPackage(question)
  const named = /"prisma"\s*:\s*\{[^}]*"schema"\s*:\s*"([^"]+)"/.exec(own?.text ?? '')?.[1]
  const fromPackage = named === undefined || own === undefined ? undefined : resolvePath(own.directory, named)
  return (
    flagValue(question, ['--schema']) ??
    fromPackage ??
    findNear(question, ['prisma/schema.prisma', 'schema.prisma', 'prisma/schema/schema.prisma'])
  )
}

/** `config`: the text of the config file, whose presence keeps Prisma 6 from reading any `.env` by itself. */
function bySchema(question: TargetQuestion, schema: string | undefined, config: string | undefined): CommandTarget {
  if (schema === undefined) return opaque
  const file = findNear(question, [schema, ...mainFiles.map((name) => `${schema}/${name}`)])
  const datasource = file === undefined ? undefined : readPrismaDatasource(readNear(question, file) ?? '')
  if (file === undefined || datasource === undefined) return opaque
  const { provider, url } = datasource
  if (provider !== undefined && !/^(?:postgres(?:ql)?|cockroachdb)$/.test(provider)) {
    return other(`${file} is for ${provider}, not for PostgreSQL`)
  }
  if (url === undefined) return opaque
  if ('literal' in url) return targetAt(url.literal, { how: `the URL in ${file}`, source: 'file' })
  const { envFiles, override } =
    config === undefined ? { envFiles: envFilesFor(question, file), override: false } : envFilesOf(config)
  const found = lookUpWith(question, envFiles, override)(url.variable)
  if (found === undefined) return other(`${file} reads ${url.variable}, which is not set`)
  return targetAt(found.value, { how: `${found.described}, through ${file}`, source: found.source })
}

/** Where a schema that is spread over several files keeps its datasource, as far as names tell. */
const mainFiles = ['schema.prisma', 'datasource.prisma', 'main.prisma', 'base.prisma', '_base.prisma', 'index.prisma']

/** Up to Prisma 6: beside package.json, then the first beside the schema, in ./prisma or here. */
function envFilesFor(question: TargetQuestion, schema: string): string[] {
  const root = nearestPackage(question)?.directory
  const beside = `${directoryOf(resolvePath(question.directory, schema))}/.env`
  const second = findNear(question, [beside, 'prisma/.env', '.env'])
  return [...(root === undefined ? [] : [`${root}/.env`]), ...(second === undefined ? [] : [second])]
}
