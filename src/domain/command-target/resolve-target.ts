import { list } from '../command/command-rule.ts'
import { recogniseSegment } from '../command/recognise-segment.ts'
import type { Segment } from '../command/segment.ts'
import { type CommandTarget, opaque, other, type ReadFile } from './command-target.ts'
import { toPostgresUrl } from './database-url.ts'
import { resolveByArguments } from './resolve-by-arguments.ts'
import { resolveByFiles } from './resolve-by-files.ts'
import { resolveDrizzle } from './resolve-drizzle.ts'
import { resolveRails } from './resolve-rails.ts'
import { resolveDjango } from './resolve-django.ts'
import { resolveAlembic } from './resolve-alembic.ts'
import { resolveLaravel } from './resolve-laravel.ts'
import { resolveEcto } from './resolve-ecto.ts'
import { resolveDbmate } from './resolve-dbmate.ts'
import { resolveGoose } from './resolve-goose.ts'
import { resolveGolangMigrate } from './resolve-golang-migrate.ts'
import { resolveGraphile } from './resolve-graphile.ts'
import { resolveFlyway } from './resolve-flyway.ts'
import { resolveLiquibase } from './resolve-liquibase.ts'
import { resolveKnex } from './resolve-knex.ts'
import { resolveMikroOrm } from './resolve-mikro-orm.ts'
import { resolveDropdb } from './resolve-dropdb.ts'
import { resolvePgRestore } from './resolve-pg-restore.ts'
import { resolvePsql } from './resolve-psql.ts'
import { resolveNodePgMigrate } from './resolve-node-pg-migrate.ts'
import { resolvePrisma } from './resolve-prisma.ts'
import { resolveRust } from './resolve-rust.ts'
import { resolveSequelize } from './resolve-sequelize.ts'
import { resolveSupabase } from './resolve-supabase.ts'
import { resolveTypeorm } from './resolve-typeorm.ts'
import { searchCode } from './search-code.ts'
import { askAbout, lookUpWith, type TargetQuestion } from './target-question.ts'
import type { Variables } from './variables.ts'

type Resolver = (question: TargetQuestion) => CommandTarget

const resolvers = new Map<string, Resolver>([
  ...by('prisma, zen, zenstack', resolvePrisma),
  ...by('drizzle-kit', resolveDrizzle),
  ...by('knex, knex-cli', resolveKnex),
  ...by('typeorm, typeorm-ts-node-commonjs, typeorm-ts-node-esm', resolveTypeorm),
  ...by('sequelize, sequelize-cli', resolveSequelize),
  ...by('mikro-orm, mikro-orm-esm', resolveMikroOrm),
  ...by('node-pg-migrate', resolveNodePgMigrate),
  ...by('graphile-migrate', resolveGraphile),
  ...by('psql, pgbench, vacuumdb, reindexdb, clusterdb', resolvePsql),
  ...by('dropdb, createdb', resolveDropdb),
  ...by('pg_restore', resolvePgRestore),
  ...by('dbmate', resolveDbmate),
  ...by('goose', resolveGoose),
  ...by('migrate', resolveGolangMigrate),
  ...by('sqlx, diesel, sea-orm-cli, sea', resolveRust),
  ...by('flyway', resolveFlyway),
  ...by('liquibase', resolveLiquibase),
  ...by('supabase', resolveSupabase),
  ...by('rails, rake', resolveRails),
  ...by('django-admin, manage.py', (question) => resolveByArguments(question) ?? resolveDjango(question)),
  ...by('alembic, flask', (question) => resolveByArguments(question) ?? resolveAlembic(question)),
  ...by('artisan', resolveLaravel),
  ...by('mix', resolveEcto),
  ...by('hasura', () => other('the database belongs to the Hasura server, which pgsafe does not see')),
  ...by('docker, podman, nerdctl, docker-compose, podman-compose, kubectl, oc, helm', () =>
    other('it acts on containers and volumes: which databases they hold is not known'),
  ),
])

function by(programs: string, resolver: Resolver): (readonly [string, Resolver])[] {
  return list(programs).map((program) => [program, resolver] as const)
}

interface Surroundings {
  /** The child's environment, the variable that guard sets included. */
  readonly env: Variables
  readonly read: ReadFile
  /** That variable; undefined when guard sets none. */
  readonly pinned: string | undefined
}

/** Which database one command acts on, by its words and the files around it. Runs nothing. */
export function resolveTarget(segment: Segment, surroundings: Surroundings): CommandTarget {
  const tasks = recogniseSegment(segment, surroundings.env)
  if (tasks.every(({ known }) => known.severity === 'none')) return { kind: 'none' }
  const question = askAbout(segment, surroundings)
  if (segment.elsewhere !== undefined) {
    return other(`it runs elsewhere (${segment.elsewhere}), where addresses and variables are others`)
  }
  if (segment.unclear !== undefined) {
    const { pinned } = surroundings
    return searchCode(segment.words.join(' '), { lookUp: lookUpWith(question), pinned, file: 'the command' }) ?? opaque
  }
  const resolve = resolvers.get(question.program) ?? resolveByFiles
  return afterInjectors(resolve(question), segment, question)
}

/** Programs that set variables for what they run: some beat the environment, all may set what pgsafe does not see. */
const replacing = /^(?:doppler|infisical|op|railway|vercel env|chamber|direnv|env-cmd)\b/
const adding = /^(?:dotenv|dotenvx|aws-vault)\b/

function afterInjectors(target: CommandTarget, { via }: Segment, question: TargetQuestion): CommandTarget {
  if (target.kind === 'other' || target.kind === 'none') return target
  const inArguments = target.kind === 'url' && target.source === 'arguments'
  const injector = via.find((label) => replacing.test(label))
  if (injector !== undefined && !inArguments) return other(`${injector} may set its variables anew`)
  const adds = via.find((label) => adding.test(label))
  if (adds === undefined || target.kind !== 'url' || inArguments) return target
  const pinnedUrl = toPostgresUrl(question.env[question.pinned ?? ''] ?? '')
  const isPinned = 'url' in target.place && target.place.url === pinnedUrl
  return isPinned ? target : other(`${adds} may set the variables that name its database`)
}
