import { describe, expect, it } from 'vitest'
import { pinnedUrl, type Surroundings, told, targetsOf, toldOf } from './project.ts'

const other = 'postgresql://app@other.host:5432/shop'
const asUri = 'arguments: app@other.host:5432/shop'
type Row = [name: string, line: string, surroundings: Surroundings, told: string]

describe('psql', () => {
  const service = { '/home/me/.pg_service.conf': '[shop]\nhost=svc.host\nport=5499\ndbname=svc\n' }
  const own = "psql's own arguments"
  const rows: Row[] = [
    ['a URI in place of the name', `psql ${other} -c 'DROP TABLE t'`, {}, `${asUri} | ${own}`],
    ['a URI after -d', `psql -d ${other} -c 'DROP TABLE t'`, {}, `${asUri} | ${own}`],
    [
      'a variable of the shell',
      'psql "$DATABASE_URL" -c "DROP TABLE t"',
      {},
      `arguments: app@db.local:5432/shop | ${own}`,
    ],
    [
      'half a URI in a variable',
      'psql "${BASE}/shop" -f x.sql',
      { env: { BASE: 'postgres://a@h' } },
      `arguments: a@h/shop | ${own}`,
    ],
    [
      'a variable that is not set',
      'psql "$URL" -f x.sql',
      {},
      'other: its dbname is put together when the command runs',
    ],
    ['keywords', `psql 'host=h dbname=d' -c 'DROP TABLE t'`, {}, `arguments: h/d | ${own}`],
    ['options and a name', 'psql -h h -p 5433 -U u shop -c x', {}, `arguments: u@h:5433/shop | ${own}`],
    ['options in one word', 'psql -hh -p5433 -Uu -dshop -cx', {}, `arguments: u@h:5433/shop | ${own}`],
    ['long options', 'psql --host=h --dbname shop --command x', {}, `arguments: h/shop | ${own}`],
    ['a second operand is the role', 'psql shop u -c x', {}, `arguments: u@/shop | ${own}`],
    ['a URI beats the options', `psql -h elsewhere -d ${other} -c x`, {}, `${asUri} | ${own}`],
    ['PG variables', 'psql -c x', { env: { PGHOST: 'h', PGDATABASE: 'd' } }, 'environment: h/d | PGHOST, PGDATABASE'],
    [
      'arguments beat PG variables',
      'psql shop -c x',
      { env: { PGHOST: 'h', PGDATABASE: 'd' } },
      `arguments: h/shop | ${own}, PGHOST, PGDATABASE`,
    ],
    ['variables set before it', 'PGDATABASE=d PGHOST=h psql -c x', {}, 'environment: h/d | PGHOST, PGDATABASE'],
    [
      'neither: DATABASE_URL means nothing to it',
      'psql -c x',
      {},
      "environment: / | psql's defaults: neither an argument nor a PG* variable names a database",
    ],
    [
      'PGSERVICE',
      'psql -c x',
      { files: service, env: { PGSERVICE: 'shop' } },
      'environment: svc.host:5499/svc | the service "shop"',
    ],
    [
      'a service in the keywords',
      "psql 'service=shop dbname=d' -c x",
      { files: service },
      `arguments: svc.host:5499/d | ${own}, the service "shop"`,
    ],
    [
      'an unknown service',
      'psql -c x',
      { env: { PGSERVICE: 'x' } },
      'other: the service "x" is not defined where pgsafe looked',
    ],
    [
      '\\connect',
      'psql shop -f reset.sql',
      { files: { 'reset.sql': 'SELECT 1;\n\\c other\nDROP TABLE t;' } },
      'other: its SQL goes on elsewhere with \\c',
    ],
    [
      '\\connect to the same',
      'psql shop -f reset.sql',
      { files: { 'reset.sql': '\\connect shop\nDROP TABLE t;' } },
      `arguments: /shop | ${own}`,
    ],
    [
      'DROP DATABASE from another one',
      `psql -d postgres -c 'DROP DATABASE IF EXISTS "Shop"'`,
      {},
      `arguments: /postgres names Shop | ${own}; its DROP DATABASE names "Shop"`,
    ],
    [
      'several',
      `psql -d postgres -c 'DROP DATABASE a; DROP DATABASE b'`,
      {},
      'other: its SQL drops several databases: a, b',
    ],
    [
      'a string is no command',
      `psql shop -c "SELECT 'drop database x'; DROP TABLE t"`,
      {},
      `arguments: /shop | ${own}`,
    ],
    ['an unreadable URI', "psql 'postgres://a:b@c@d/e' -c x", {}, 'other: its database URL cannot be read'],
    ['only a list', 'psql -l', {}, 'none'],
  ]
  it.each(rows)('%s', (_name, line, surroundings, expected) => {
    expect(toldOf(line, surroundings)).toBe(expected)
  })

  it('never repeats a password', () => {
    const line = "psql 'postgres://u:hidden@h/d' -c x; dropdb --maintenance-db=postgres://u:hidden@h/postgres d"
    for (const target of targetsOf(line)) expect('how' in target ? target.how : told(target)).not.toContain('hidden')
  })
})

describe('dropdb, pg_restore', () => {
  const rows: Row[] = [
    [
      'by name, through postgres',
      'dropdb -h h -U u shop',
      {},
      "arguments: u@h/postgres names shop | dropdb's own arguments",
    ],
    [
      'postgres itself, through template1',
      'dropdb postgres',
      {},
      "arguments: /template1 names postgres | dropdb's own arguments",
    ],
    [
      'through --maintenance-db',
      `dropdb --maintenance-db=${other} shop`,
      {},
      `${asUri} names shop | dropdb's own arguments`,
    ],
    [
      'on the server of PGHOST',
      'dropdb -f shop',
      { env: { PGHOST: 'h' } },
      "arguments: h/postgres names shop | dropdb's own arguments, PGHOST",
    ],
    [
      'a name from a variable',
      'dropdb "$DB"',
      { env: { DB: 'x' } },
      "arguments: /postgres names x | dropdb's own arguments",
    ],
    [
      'a name nobody knows',
      'dropdb "$DB"',
      {},
      'other: the name of the database is put together when the command runs',
    ],
    ['createdb destroys nothing', 'createdb shop', {}, 'none'],
    ['pg_restore -d', `pg_restore -c -d ${other} f.dump`, {}, `${asUri} | pg_restore's own arguments`],
    ['pg_restore -C', 'pg_restore -c -C -d postgres f.dump', {}, 'other: with --create the archive names the database'],
    ['pg_restore into a file', 'pg_restore -f out.sql f.dump', {}, 'none'],
    ['pg_dump', 'pg_dump --clean shop', {}, 'none'],
  ]
  it.each(rows)('%s', (_name, line, surroundings, expected) => {
    expect(toldOf(line, surroundings)).toBe(expected)
  })
})

describe('migration tools of other languages', () => {
  const fileOther = { files: { '.env': `DATABASE_URL=${other}\nPROD_URL=${other}` } }
  const ini = '[alembic]\nscript_location = %(here)s/alembic\nsqlalchemy.url = postgresql+psycopg2://u:p@h/d\n'
  const settings = (name: string) => `import os
DATABASES = {
    'default': {
        'ENGINE': 'django.db.backends.postgresql',
        'NAME': ${name},
        'HOST': os.environ.get('DB_HOST', 'localhost'),
        'USER': 'app',
    }
}`
  const rows: Row[] = [
    ['dbmate: DATABASE_URL', 'dbmate drop', fileOther, `environment: ${pinnedUrl} | DATABASE_URL`],
    ['dbmate: the variable of -e', 'dbmate -e PROD_URL drop', fileOther, `file: ${other} | PROD_URL in .env`],
    ['dbmate: --url', `dbmate -u ${other} drop`, {}, `arguments: ${other} | --url`],
    [
      'dbmate: --env-file',
      'dbmate --env-file p.env -e X drop',
      { files: { 'p.env': `X=${other}` } },
      `file: ${other} | X in p.env`,
    ],
    ['goose: its operands', `goose postgres "${other}" down`, {}, `arguments: ${other} | its own arguments`],
    ['goose: keywords', "goose postgres 'host=h dbname=d' reset", {}, 'arguments: host=h dbname=d | its own arguments'],
    [
      'goose: variables come first',
      'goose reset',
      { env: { GOOSE_DRIVER: 'postgres', GOOSE_DBSTRING: other } },
      `environment: ${other} | GOOSE_DBSTRING`,
    ],
    ['goose: another driver', 'goose sqlite3 x.db reset', {}, 'other: goose is told to use sqlite3, not PostgreSQL'],
    [
      'golang-migrate',
      'migrate -path m -database pgx5://app@other.host:5432/shop drop -f',
      {},
      `arguments: ${other} | -database`,
    ],
    ['golang-migrate without an address', 'migrate drop', {}, 'opaque'],
    ['sqlx: DATABASE_URL', 'sqlx database drop -y', fileOther, `environment: ${pinnedUrl} | DATABASE_URL`],
    ['sqlx: -D', `sqlx database reset -D ${other}`, {}, `arguments: ${other} | --database-url`],
    [
      'sqlx: .env of a directory above',
      'cd crates/a && sqlx database drop',
      { ...fileOther, pinned: null },
      `file: ${other} | DATABASE_URL in /app/.env`,
    ],
    [
      'sqlx: the variable of sqlx.toml',
      'cargo sqlx database drop',
      { files: { 'sqlx.toml': '[common]\ndatabase-url-var = "APP_DB"' }, env: { APP_DB: other } },
      `environment: ${other} | APP_DB`,
    ],
    [
      'sqlx: --no-dotenv',
      'sqlx database drop --no-dotenv',
      { ...fileOther, pinned: null },
      'other: DATABASE_URL is not set',
    ],
    ['diesel', `diesel database reset --database-url=${other}`, {}, `arguments: ${other} | --database-url`],
    [
      'Flyway: -url and -user',
      'flyway -url=jdbc:postgresql://h:5433/d -user=u -password=hidden clean',
      {},
      'arguments: postgresql://h:5433/d?user=u&password=hidden | -url',
    ],
    [
      'Flyway: FLYWAY_URL',
      'flyway clean',
      { env: { FLYWAY_URL: 'jdbc:postgresql://h/d' } },
      'environment: postgresql://h/d | FLYWAY_URL',
    ],
    [
      'Flyway: flyway.toml',
      'flyway clean -environment=prod',
      {
        files: {
          'flyway.toml':
            '[environments.dev]\nurl = "jdbc:postgresql://a/b"\n[environments.prod]\nurl = "jdbc:postgresql://h/d"\n',
        },
      },
      'file: postgresql://h/d | the URL in flyway.toml',
    ],
    [
      'Flyway: flyway.conf',
      'flyway clean',
      { files: { 'conf/flyway.conf': '# x\nflyway.url=jdbc:postgresql://h/d\nflyway.user=u\n' } },
      'file: postgresql://h/d?user=u | the URL in conf/flyway.conf',
    ],
    ['Liquibase: --url', 'liquibase --url=jdbc:postgresql://h/d drop-all', {}, 'arguments: postgresql://h/d | --url'],
    [
      'Liquibase: properties',
      'liquibase drop-all',
      { files: { 'liquibase.properties': 'url: jdbc:postgresql://h/d\nusername: u' } },
      'file: postgresql://h/d?user=u | the URL in liquibase.properties',
    ],
    [
      'Supabase: the local stack',
      'supabase db reset',
      { files: { 'supabase/config.toml': '[api]\nport = 1\n[db]\nport = 54399\n[x]' } },
      'file: postgres@127.0.0.1:54399/postgres | the local Supabase stack of supabase/config.toml',
    ],
    ['Supabase: --db-url', `supabase db reset --db-url ${other}`, {}, `arguments: ${other} | --db-url`],
    [
      'Supabase: --linked',
      'supabase db reset --linked',
      { files: { 'supabase/.temp/project-ref': 'abc\n' } },
      'other: it acts on the linked Supabase project abc',
    ],
    [
      'Rails: DATABASE_URL',
      'bin/rails db:drop db:create',
      {},
      `environment: ${pinnedUrl} | DATABASE_URL, which Rails puts before config/database.yml`,
    ],
    [
      'Rails: database.yml',
      'rails db:drop',
      { pinned: null, files: { 'config/database.yml': 'development:\n  adapter: postgresql\n  database: shop_dev\n' } },
      'other: config/database.yml names the database shop_dev, and DATABASE_URL is not set',
    ],
    [
      'Alembic: env.py reads the variable',
      'alembic downgrade base',
      { files: { 'alembic.ini': ini, 'alembic/env.py': 'import os\nurl = os.environ["DATABASE_URL"]\n' } },
      'pinned: DATABASE_URL in alembic/env.py',
    ],
    [
      'Alembic: alembic.ini',
      'alembic downgrade base',
      { files: { 'alembic.ini': ini, 'alembic/env.py': 'engine_from_config(config)\n' } },
      'code: postgresql://u:p@h/d | the URL in alembic.ini',
    ],
    [
      'Django: the settings',
      'python manage.py flush --noinput',
      {
        files: {
          'manage.py': "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')",
          'shop/settings.py': settings("'shop'"),
        },
      },
      'file: app@localhost:5432/shop | shop/settings.py',
    ],
    [
      'Django: a variable in the settings',
      'python manage.py flush',
      {
        files: {
          'manage.py': "setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')",
          'shop/settings.py': "DATABASES = {'default': dj_database_url.parse(os.environ['DATABASE_URL'])}",
        },
      },
      'pinned: DATABASE_URL in shop/settings.py',
    ],
    [
      'Laravel: DB_ variables of .env',
      'php artisan migrate:fresh',
      { files: { '.env': 'DB_HOST=h\nDB_DATABASE=d\nDB_USERNAME=u' } },
      'code: u@h:5432/d | DB_DATABASE in .env and its kin',
    ],
    [
      'Laravel: the .env of APP_ENV',
      'APP_ENV=testing php artisan migrate:fresh',
      { files: { '.env': 'DB_DATABASE=d', '.env.testing': 'DB_DATABASE=t' } },
      'code: 127.0.0.1:5432/t | DB_DATABASE in .env.testing and its kin',
    ],
    [
      'Laravel: a cached configuration',
      'php artisan migrate:fresh',
      { files: { '.env': 'DB_DATABASE=d', 'bootstrap/cache/config.php': '<?php' } },
      'other: bootstrap/cache/config.php keeps an address of its own (artisan config:cache)',
    ],
    [
      'Ecto: dev.exs',
      'mix ecto.drop',
      {
        files: {
          'config/dev.exs':
            'config :shop, Shop.Repo,\n  username: "u",\n  hostname: "localhost",\n  database: "shop_dev",\n  port: 5433\n',
        },
      },
      'code: u@localhost:5433/shop_dev | config/dev.exs',
    ],
    [
      'Hasura',
      'hasura migrate apply --down all',
      {},
      'other: the database belongs to the Hasura server, which pgsafe does not see',
    ],
  ]
  it.each(rows)('%s', (_name, line, surroundings, expected) => {
    expect(toldOf(line, surroundings)).toBe(expected)
  })
})

describe('everything else', () => {
  const rows: Row[] = [
    ['an unknown program', 'wipe-everything --now', {}, 'opaque'],
    ['a URL in its arguments', `wipe --url=${other}`, {}, `arguments: ${other} | the URL in its arguments`],
    ['a URL as its operand', `wipe ${other}`, {}, `arguments: ${other} | the URL in its arguments`],
    ['two URLs', `copy ${other} postgres://a/b`, {}, 'other: its arguments hold several database URLs'],
    [
      'another kind of database',
      'wipe --database-url mysql://h/d',
      {},
      'other: --database-url: it leads to mysql, not to a PostgreSQL server',
    ],
    ['a name is no address', 'wipe --db 2', {}, 'opaque'],
    [
      'a script that reads the variable',
      'npx tsx scripts/reset.ts',
      { files: { 'scripts/reset.ts': 'new Pool({ connectionString: process.env.DATABASE_URL })' } },
      'pinned: DATABASE_URL in scripts/reset.ts',
    ],
    [
      'a script with an address of its own',
      'node scripts/reset.js',
      { files: { 'scripts/reset.js': `new Pool('${other}')` } },
      `code: ${other} | a URL written there, named in scripts/reset.js`,
    ],
    [
      'a script that reads another variable',
      'node scripts/reset.js',
      { files: { 'scripts/reset.js': 'connect(process.env.PROD_DATABASE_URL)' } },
      'other: scripts/reset.js reads PROD_DATABASE_URL, which is not set',
    ],
    [
      'a script that says nothing',
      'node scripts/reset.js',
      { files: { 'scripts/reset.js': 'import "./db.js"' } },
      'opaque',
    ],
    [
      'a shell script',
      './reset.sh',
      { files: { 'reset.sh': '#!/bin/sh\npsql "$DATABASE_URL" -f wipe.sql\n' } },
      'pinned: DATABASE_URL in reset.sh',
    ],
    [
      'make',
      'make db-reset',
      { files: { Makefile: 'db-reset:\n\tpsql "$(DATABASE_URL)" -f wipe.sql\n' } },
      'pinned: DATABASE_URL in Makefile',
    ],
    [
      'in a container',
      'docker compose exec db dropdb shop',
      {},
      'other: it runs elsewhere (docker-compose exec db), where addresses and variables are others',
    ],
    [
      'containers',
      'docker compose down -v',
      {},
      'other: it acts on containers and volumes: which databases they hold is not known',
    ],
    [
      'an injector that replaces variables',
      'doppler run -- dbmate drop',
      {},
      'other: doppler run may set its variables anew',
    ],
    ['an injector that only adds', 'dotenv -e .env.x -- dbmate drop', {}, `environment: ${pinnedUrl} | DATABASE_URL`],
    [
      'an injector that may add what the tool reads',
      'dotenv -e .env.x -- dbmate -e PROD_URL drop',
      { files: { '.env': `PROD_URL=${other}` } },
      'other: dotenv may set the variables that name its database',
    ],
    ['what is only echoed', 'echo postgres://a/b', {}, 'none'],
    [
      'a package script',
      'npm run wipe',
      { files: { 'package.json': '{"scripts":{"wipe":"dbmate drop"}}' } },
      `environment: ${pinnedUrl} | DATABASE_URL`,
    ],
    [
      'each command of a line',
      'dropdb -h h shop && createdb -h h shop && dbmate up',
      {},
      `arguments: h/postgres names shop | dropdb's own arguments\nnone\nenvironment: ${pinnedUrl} | DATABASE_URL`,
    ],
  ]
  it.each(rows)('%s', (_name, line, surroundings, expected) => {
    expect(toldOf(line, surroundings)).toBe(expected)
  })
})
