import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { seeThrough } from '../../../../src/domain/command/see-through.ts'
import type { Project } from '../../../../src/domain/command/segment.ts'

/** Packages by directory. */
function projectOf(packages: Readonly<Record<string, Readonly<Record<string, string>>>>): Project {
  const packageScripts = (directory: string) => {
    const found = Object.keys(packages).find((path) => path === directory)
    return found === undefined ? undefined : { directory: found, scripts: packages[found] ?? {} }
  }
  return { packageScripts, resolvePath: (directory, path) => posix.resolve(directory, path) }
}

const project = projectOf({
  '/p': {
    'db:reset': 'prisma migrate reset',
    'db:all': 'npm run db:reset && npm run db:seed',
    'db:seed': 'tsx seed.ts',
    'predb:seed': 'psql -f seed.sql',
    circle: 'npm run circle',
    test: 'vitest',
    env: 'cross-env NODE_ENV=test knex migrate:rollback',
    nested: 'cd packages/db && npm run wipe',
  },
  '/p/packages/db': { wipe: 'dropdb shop' },
})

const seen = (line: readonly string[]) => seeThrough(line, '/p', project)
const wordsOf = (line: string) => seen(line.split(' ')).map(({ words }) => words.join(' '))

describe('launchers', () => {
  it.each([
    ['npx prisma migrate reset', 'prisma migrate reset'],
    ['npx -y prisma@7 migrate reset', 'prisma migrate reset'],
    ['npx -p prisma -p x prisma migrate reset', 'prisma migrate reset'],
    ['npx --package=prisma -- prisma migrate reset', 'prisma migrate reset'],
    ['npm exec -- prisma migrate reset', 'prisma migrate reset'],
    ['npx prisma -- db push --force-reset', 'prisma db push --force-reset'],
    ['npm x prisma migrate reset', 'prisma migrate reset'],
    ['pnpm dlx prisma@6.1.0 migrate reset', 'prisma migrate reset'],
    ['pnpm exec prisma migrate reset', 'prisma migrate reset'],
    ['pnpm prisma migrate reset', 'prisma migrate reset'],
    ['pnpx prisma migrate reset', 'prisma migrate reset'],
    ['yarn prisma migrate reset', 'prisma migrate reset'],
    ['yarn run prisma migrate reset', 'yarn run prisma migrate reset'],
    ['yarn dlx prisma migrate reset', 'prisma migrate reset'],
    ['bunx --bun prisma migrate reset', 'prisma migrate reset'],
    ['bun x prisma migrate reset', 'prisma migrate reset'],
    ['deno run -A npm:prisma@7 migrate reset', 'prisma migrate reset'],
    ['node_modules/.bin/prisma migrate reset', 'prisma migrate reset'],
    ['./node_modules/.bin/prisma.cmd migrate reset', 'prisma migrate reset'],
    ['node node_modules/prisma/build/index.js migrate reset', 'prisma migrate reset'],
    ['node --require dotenv/config ./node_modules/typeorm/cli.js schema:drop', 'typeorm schema:drop'],
    ['npx @mikro-orm/cli@6 schema:drop', 'mikro-orm schema:drop'],
    ['env -u X A=1 dropdb shop', 'dropdb shop'],
    ['dotenv -e .env.test -- dropdb shop', 'dropdb shop'],
    ['dotenvx run -f .env -- dropdb shop', 'dropdb shop'],
    ['doppler run -- dropdb shop', 'dropdb shop'],
    ['sudo -u postgres dropdb shop', 'dropdb shop'],
    ['timeout -k 5 60 nice -n 5 dropdb shop', 'dropdb shop'],
    ['poetry run alembic downgrade base', 'alembic downgrade base'],
    ['python3.12 -m alembic downgrade base', 'alembic downgrade base'],
    ['python manage.py flush', 'manage.py flush'],
    ['.venv/bin/alembic downgrade base', 'alembic downgrade base'],
    ['bundle exec bin/rails db:drop', 'rails db:drop'],
    ['ruby bin/rails db:drop', 'rails db:drop'],
    ['php artisan migrate:fresh', 'artisan migrate:fresh'],
    ['./vendor/bin/sail artisan migrate:fresh', 'artisan migrate:fresh'],
    ['go run github.com/pressly/goose/v3/cmd/goose@latest reset', 'goose reset'],
    ['docker --context x compose down -v', 'docker-compose down -v'],
    ['/usr/lib/postgresql/16/bin/dropdb shop', 'dropdb shop'],
    ['pgsafe guard --yes -- dropdb shop', 'dropdb shop'],
    ['./prisma migrate reset', './prisma migrate reset'],
    ['node prisma migrate reset', 'node prisma migrate reset'],
  ])('%s', (line, words) => expect(wordsOf(line)).toEqual([words]))

  it('keeps the variables that are set on the way', () => {
    expect(seen(['cross-env', 'A=1', 'B=', 'env', 'A=2', 'dropdb'])).toMatchObject([{ env: { A: '2', B: '' } }])
    expect(seen(['sh', '-c', 'export A=1; B=2 dropdb; dropuser x'])).toMatchObject([
      { env: { A: '1', B: '2' } },
      { env: { A: '1' }, words: ['dropuser', 'x'] },
    ])
  })

  it('says when it runs somewhere else', () => {
    expect(seen('docker compose exec -T db psql -U app'.split(' '))).toMatchObject([
      { words: ['psql', '-U', 'app'], elsewhere: 'docker-compose exec db' },
    ])
    expect(seen(['ssh', '-p', '22', 'host', 'dropdb', 'shop'])).toMatchObject([
      { words: ['dropdb', 'shop'], elsewhere: 'ssh host' },
    ])
    expect(seen(['docker', 'exec', '-it', 'pg', 'bash', '-c', 'dropdb a && dropdb b'])).toMatchObject([
      { words: ['dropdb', 'a'], elsewhere: 'docker exec pg' },
      { words: ['dropdb', 'b'], elsewhere: 'docker exec pg' },
    ])
  })

  it('follows a shell wherever it stands', () => {
    expect(seen(['bash', '-o', 'pipefail', '-lc', 'a && npx b']).map(({ words }) => words)).toEqual([['a'], ['b']])
    expect(seen(['npx', '-c', 'prisma migrate reset'])).toMatchObject([{ words: ['prisma', 'migrate', 'reset'] }])
    expect(seen(['sh', 'reset.sh'])).toMatchObject([{ words: ['sh', 'reset.sh'] }])
    expect(seen(['sh', '-c', 'if x; then dropdb y; fi'])[0]?.unclear).toContain('too involved')
  })
})

describe('package scripts', () => {
  it.each([
    ['npm run db:reset', ['prisma migrate reset']],
    ['npm run db:reset -- --force', ['prisma migrate reset --force']],
    ['npm run-script db:reset', ['prisma migrate reset']],
    ['yarn db:reset --force', ['prisma migrate reset --force']],
    ['pnpm run db:reset --force', ['prisma migrate reset --force']],
    ['bun run db:reset', ['prisma migrate reset']],
    ['npm run db:all', ['prisma migrate reset', 'psql -f seed.sql', 'tsx seed.ts']],
    ['npm test', ['vitest']],
    ['npm t', ['vitest']],
    ['npm run env', ['knex migrate:rollback']],
    ['npm run nested', ['dropdb shop']],
    ['npm run wipe -w packages/db', ['dropdb shop']],
    ['npm --prefix packages/db run wipe', ['dropdb shop']],
    ['pnpm -C packages/db wipe', ['dropdb shop']],
    ['yarn --cwd packages/db wipe', ['dropdb shop']],
    ['run-s db:reset env', ['prisma migrate reset', 'knex migrate:rollback']],
  ])('%s', (line, words) => expect(wordsOf(line)).toEqual(words))

  it('quotes what is handed on', () => {
    const [segment] = seen(['npm', 'run', 'db:reset', '--', "it's; dropdb x"])
    expect(segment?.words).toEqual(['prisma', 'migrate', 'reset', "it's; dropdb x"])
  })

  it('runs them where their package.json stands, and remembers the way', () => {
    expect(seen(['npm', 'run', 'nested'])).toMatchObject([
      { directory: '/p/packages/db', via: ['npm run nested', 'npm run wipe'] },
    ])
  })

  it.each([
    ['npm run circle', 'runs itself'],
    ['npm run nothing', 'no such script'],
    ['npm run x -ws', 'every workspace'],
  ])('%s cannot be followed', (line, why) => expect(seen(line.split(' '))[0]?.unclear).toContain(why))

  it('gives the input of a pipe to what a script runs', () => {
    expect(seen(['sh', '-c', 'yes | npm run db:reset'])[1]?.input).toEqual({ kind: 'pipe', from: ['yes'] })
  })
})
