import { describe, it } from 'vitest'
import {
  createClientProject,
  expectRefused,
  expectUndoable,
  hasClients,
  prismaEnvironment,
} from '../support/client-project.ts'
import { createTestDatabase } from '../support/test-database.ts'

const tables = `SELECT string_agg(relname, ' ' ORDER BY relname COLLATE "C") FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`

describe.skipIf(!hasClients())('guard around the real Prisma', () => {
  it('5: npx prisma db push --force-reset', async () => {
    const project = await createClientProject('prisma-schema', { packages: { prisma: 'prisma5' } })
    project.write('.env', `DATABASE_URL="${project.url}"\n`)
    await expectUndoable(project, {
      command: ['npx', 'prisma', 'db', 'push', '--force-reset', '--skip-generate'],
      env: prismaEnvironment(),
      target: 'proven',
      left: [tables, 'Product'],
    })
  })

  it('6: npx prisma migrate reset --force', async () => {
    const project = await createClientProject('prisma-schema', { packages: { prisma: 'prisma6', pg: 'pg' } })
    project.write('.env', `DATABASE_URL="${project.url}?schema=public"\n`)
    await expectUndoable(project, {
      command: ['npx', 'prisma', 'migrate', 'reset', '--force'],
      env: prismaEnvironment(),
      target: 'proven',
      left: [tables, 'Product _prisma_migrations'],
    })
  })

  it('7: npm run db:reset, with the address in a prisma.config.ts', async () => {
    const project = await createClientProject('prisma-config', { packages: { prisma: 'prisma7', dotenv: 'dotenv' } })
    project.write('.env', `DATABASE_URL="${project.url}"\n`)
    await expectUndoable(project, {
      command: ['npm', 'run', 'db:reset'],
      env: prismaEnvironment(),
      target: 'proven',
      left: [tables, 'Product _prisma_migrations'],
    })
  })

  it('6: a directUrl to another database is refused before anything runs', async () => {
    const project = await createClientProject('prisma-schema', { packages: { prisma: 'prisma6' } })
    const other = await createTestDatabase({ owner: project.role.name })
    const direct = project.url.replace(project.database.name, other.name)
    project.write('.env', `DATABASE_URL="${project.url}"\nDIRECT_URL="${direct}"\n`)
    project.write(
      'prisma/schema.prisma',
      'datasource db {\n provider = "postgresql"\n url = env("DATABASE_URL")\n directUrl = env("DIRECT_URL")\n}\n',
    )
    const command = ['npx', 'prisma', 'migrate', 'reset', '--force']
    await expectRefused(project, { command, env: prismaEnvironment(), other: other.name })
    await other.drop()
  })
})
