import { describe, expect, it } from 'vitest'
import { type Files, pinnedUrl, toldOf } from './project.ts'

const schema = (url: string, provider = 'postgresql') =>
  `// datasource db { url = env("COMMENTED") }\ndatasource db {\n  provider = "${provider}"\n  ${url}\n}\n\nmodel User {\n  id Int @id\n}\n`
const installed = (version: string): Files => ({
  'package.json': '{"name":"app"}',
  'node_modules/prisma/package.json': `{"name":"prisma","version":"${version}"}`,
})
const byUrl = schema('url = env("DATABASE_URL")')
const byDirect = schema('url = env("DATABASE_URL")\n  directUrl = env("DIRECT_URL")')
const config = (url: string) => `import { defineConfig, env } from 'prisma/config'
export default defineConfig({ schema: 'prisma/schema.prisma', datasource: { url: ${url} } })`
const other = 'postgresql://app@other.host:5432/shop'

describe.each(['5.22.0', '6.19.3'])('Prisma %s', (version) => {
  const rows: [name: string, files: Files, env: Record<string, string>, told: string][] = [
    [
      'reads the variable that the schema names from its environment',
      { 'prisma/schema.prisma': byUrl },
      {},
      `environment: ${pinnedUrl} | DATABASE_URL, through prisma/schema.prisma`,
    ],
    [
      'lets the environment beat .env',
      { 'prisma/schema.prisma': byUrl, '.env': `DATABASE_URL="${other}"` },
      {},
      `environment: ${pinnedUrl} | DATABASE_URL, through prisma/schema.prisma`,
    ],
    [
      'connects to directUrl where there is one',
      { 'prisma/schema.prisma': byDirect, '.env': `DIRECT_URL='${other}' # direct` },
      {},
      `file: ${other} | DIRECT_URL in .env, through prisma/schema.prisma`,
    ],
    [
      'fills variables into the URL of a .env',
      { 'prisma/schema.prisma': byDirect, '.env': 'DIRECT_URL=postgresql://app@${HOST_NAME}:5432/shop\nHOST_NAME=h' },
      {},
      'file: postgresql://app@h:5432/shop | DIRECT_URL in .env, through prisma/schema.prisma',
    ],
    [
      'reads the .env beside the schema when the root has none',
      { 'prisma/schema.prisma': byDirect, 'prisma/.env': `DIRECT_URL=${other}` },
      {},
      `file: ${other} | DIRECT_URL in prisma/.env, through prisma/schema.prisma`,
    ],
    [
      'prefers the .env beside package.json',
      { 'prisma/schema.prisma': byDirect, '.env': `DIRECT_URL=${other}`, 'prisma/.env': 'DIRECT_URL=postgres://x/y' },
      {},
      `file: ${other} | DIRECT_URL in .env, through prisma/schema.prisma`,
    ],
    [
      'says when its variable is not set',
      { 'prisma/schema.prisma': byDirect },
      {},
      'other: prisma/schema.prisma reads DIRECT_URL, which is not set',
    ],
    [
      'takes a literal URL from the schema',
      { 'prisma/schema.prisma': schema(`url = "${other}"`) },
      {},
      `file: ${other} | the URL in prisma/schema.prisma`,
    ],
    [
      'is not for PostgreSQL with another provider',
      { 'prisma/schema.prisma': schema('url = "file:./dev.db"', 'sqlite') },
      {},
      'other: prisma/schema.prisma is for sqlite, not for PostgreSQL',
    ],
    [
      'finds the schema that package.json names',
      {
        'package.json': '{"prisma":{"schema":"db/main.prisma"}}',
        'db/main.prisma': byUrl,
        'prisma/schema.prisma': byDirect,
      },
      {},
      `environment: ${pinnedUrl} | DATABASE_URL, through /app/db/main.prisma`,
    ],
    ['knows nothing without a schema', {}, {}, 'opaque'],
  ]
  it.each(rows)('%s', (_name, files, env, expected) => {
    expect(toldOf('npx prisma migrate reset', { files: { ...installed(version), ...files }, env })).toBe(expected)
  })

  it('finds the schema of --schema, also as a folder', () => {
    const files = { ...installed(version), 'a/b/schema.prisma': byDirect, 'a/b/.env': `DIRECT_URL=${other}` }
    const expected = `file: ${other} | DIRECT_URL in a/b/.env, through a/b/schema.prisma`
    expect(toldOf('prisma db push --force-reset --schema a/b/schema.prisma', { files })).toBe(expected)
    expect(toldOf('prisma db push --force-reset --schema=a/b', { files })).toBe(expected)
  })
})

describe('Prisma 6 with a config file', () => {
  const base = { ...installed('6.19.3'), 'prisma/schema.prisma': byDirect, '.env': `DIRECT_URL=${other}` }

  it('reads no .env by itself', () => {
    const files = { ...base, 'prisma.config.ts': "export default { schema: 'prisma/schema.prisma' }" }
    expect(toldOf('npx prisma migrate reset', { files })).toBe(
      'other: prisma/schema.prisma reads DIRECT_URL, which is not set',
    )
  })

  it('reads the .env that the config imports', () => {
    const files = { ...base, 'prisma.config.ts': "import 'dotenv/config'\nexport default {}" }
    expect(toldOf('npx prisma migrate reset', { files })).toBe(
      `file: ${other} | DIRECT_URL in .env, through prisma/schema.prisma`,
    )
  })

  it('follows a URL in the config', () => {
    const files = { ...base, 'prisma.config.ts': config("env('DATABASE_URL')") }
    expect(toldOf('npx prisma migrate reset', { files })).toBe(
      `environment: ${pinnedUrl} | DATABASE_URL, through prisma.config.ts`.replace('environment', 'file'),
    )
  })
})

describe.each(['7.9.1', '8.0.0'])('Prisma %s', (version) => {
  const rows: [name: string, files: Files, env: Record<string, string>, told: string][] = [
    [
      'reads the variable of its config',
      { 'prisma.config.ts': config("env('DATABASE_URL')") },
      {},
      `file: ${pinnedUrl} | DATABASE_URL, through prisma.config.ts`,
    ],
    [
      'reads another variable from the .env that the config loads',
      {
        'prisma.config.ts': `import 'dotenv/config'\n${config('process.env.DIRECT_URL!')}`,
        '.env': `DIRECT_URL=${other}`,
      },
      {},
      `file: ${other} | DIRECT_URL in .env, through prisma.config.ts`,
    ],
    [
      'does not see a .env that nothing loads',
      { 'prisma.config.ts': config("env('DIRECT_URL')"), '.env': `DIRECT_URL=${other}` },
      {},
      'other: prisma.config.ts reads DIRECT_URL, which is not set',
    ],
    [
      'lets a .env with override beat the environment',
      {
        'prisma.config.ts': `import dotenv from 'dotenv'\ndotenv.config({ override: true })\n${config("env('DATABASE_URL')")}`,
        '.env': `DATABASE_URL=${other}`,
      },
      {},
      `file: ${other} | DATABASE_URL in .env, through prisma.config.ts`,
    ],
    [
      'is pinned where the config computes with the variable',
      { 'prisma.config.ts': config('withSsl(process.env.DATABASE_URL)') },
      {},
      'pinned: DATABASE_URL in prisma.config.ts',
    ],
    [
      'is not proved where a secrets manager is asked',
      { 'prisma.config.ts': `import { SecretsManager } from 'aws'\n${config('await secret()')}` },
      {},
      'other: prisma.config.ts asks a secrets manager',
    ],
    ['knows nothing without a config', { 'prisma/schema.prisma': schema('') }, {}, 'opaque'],
  ]
  it.each(rows)('%s', (_name, files, env, expected) => {
    expect(toldOf('pnpm dlx prisma migrate reset', { files: { ...installed(version), ...files }, env })).toBe(expected)
  })
})

it.each([
  ['prisma db push --url postgresql://a@b/c', 'arguments: postgresql://a@b/c | --url'],
  ['prisma db update --db postgres://a@b/c', 'arguments: postgresql://a@b/c | --db'],
  ['prisma db push --url "$OTHER_URL"', `arguments: ${other} | --url`],
  ['prisma db push --url "$NOT_SET"', 'other: --url: it is put together when the command runs'],
  ['prisma migrate status', 'none'],
  ['prisma generate', 'none'],
])('%s', (line, expected) => {
  const files = { 'prisma.config.ts': config("env('DATABASE_URL')") }
  expect(toldOf(line, { files, env: { OTHER_URL: other } })).toBe(expected)
})
