import { list, rules, type Tool } from './command-rule.ts'
import { phrases } from './phrases.ts'

const { none, inspect, some, all, database } = rules
const { runsPending, undoesAll, undoes } = phrases

/** Python (Django, Alembic, Flask-Migrate), .NET and Elixir. */
export const pythonBeamTools: readonly Tool[] = [
  {
    name: 'Django',
    programs: ['django-admin', 'manage.py'],
    valueFlags: list(`
      --settings, --pythonpath, --database, -D, --dbname, -U, --user, -P, --password, -O, --owner, -v, --verbosity`),
    consentFlags: ['--noinput', '--no-input'],
    rules: [
      all('flush', 'empty every table'),
      database('reset_db', 'drop the database and create it empty'),
      database('drop_test_database', 'drop the test database'),
      all('reset_schema', 'drop the schema with everything in it and create it empty'),
      none('migrate', '', { flags: ['--plan', '--check'] }),
      all('migrate * zero', 'undo every migration of the app: its tables are dropped'),
      some('migrate * *', 'migrate the app to that point; going back drops what later migrations created', {
        safer: 'migrate --plan shows what would be done',
      }),
      inspect('migrate', runsPending),
      some('test', 'destroy the test database if it exists', { flags: ['--noinput', '--no-input'] }),
      inspect('test', 'create and destroy a test database of its own'),
      inspect(
        ['loaddata', 'shell', 'shell_plus', 'dbshell', 'runscript', 'delete_squashed_migrations'],
        'run what it is given',
      ),
      some(['remove_stale_contenttypes', 'clearsessions'], 'delete rows that are out of date'),
    ],
    harmless: list(`
      check, showmigrations, makemigrations, sqlmigrate, sqlflush, sqlsequencereset, sqldsn, dumpdata, inspectdb,
      diffsettings, collectstatic, startapp, startproject, makemessages, compilemessages, squashmigrations,
      version, help
    `),
  },
  {
    name: 'Alembic',
    programs: ['alembic'],
    valueFlags: ['-c', '--config', '-n', '--name', '-x'],
    rules: [
      none(['downgrade', 'upgrade', 'stamp'], '', { flags: ['--sql'] }),
      all('downgrade base', undoesAll, { safer: 'alembic downgrade -1 (one migration)' }),
      some('downgrade', undoes, { safer: 'alembic downgrade --sql shows the SQL' }),
      inspect('upgrade', runsPending),
      inspect('stamp', 'change which migration the database is said to be at'),
    ],
    harmless: list(`
      current, history, heads, branches, show, check, list_templates, init, revision, merge, edit, ensure_version`),
  },
  {
    name: 'Flask-Migrate',
    programs: ['flask'],
    valueFlags: ['--app', '-A', '-e', '--env-file', '-d', '--directory'],
    rules: [
      none(['db downgrade', 'db upgrade'], '', { flags: ['--sql'] }),
      all('db downgrade base', undoesAll),
      some('db downgrade', undoes),
      inspect('db upgrade', runsPending),
      inspect('db stamp', 'change which migration the database is said to be at'),
    ],
    harmless: list(`
      db current, db history, db heads, db show, db check, db migrate, db revision, db init, routes`),
  },
  {
    name: 'Ecto',
    programs: ['mix'],
    ignoresHelp: true,
    valueFlags: ['-r', '--repo', '-n', '--step', '--to', '-d', '--dump-path', '--migrations-path'],
    consentFlags: ['-f', '--force', '--force-drop'],
    rules: [
      database('ecto.drop', 'drop the database of every repository (or of the one named)'),
      database('ecto.reset', 'drop the database, create it again, run migrations and seeds'),
      all('ecto.rollback', undoesAll, { flags: ['--all', '--to=0'] }),
      some('ecto.rollback', undoes),
      inspect('ecto.load', 'load the schema from its dump'),
      inspect(['ecto.migrate', 'ecto.setup'], runsPending),
    ],
    harmless: list(`
      ecto.create, ecto.migrations, ecto.dump, ecto.query, ecto.gen.*, ecto, deps.*, compile, format, phx.routes,
      phx.gen.*, hex.*, local.*
    `),
  },
  {
    name: 'Entity Framework',
    programs: ['dotnet-ef'],
    valueFlags: ['-p', '--project', '-s', '--startup-project', '-c', '--context', '--connection', '--configuration'],
    consentFlags: ['-f', '--force'],
    rules: [
      none('database drop', '', { flags: ['--dry-run'] }),
      database('database drop', 'drop the database'),
      all('database update 0', undoesAll),
      some('database update *', 'migrate to that point; going back drops what later migrations created'),
      inspect('database update', runsPending),
    ],
    harmless: ['migrations', 'dbcontext'],
  },
]
