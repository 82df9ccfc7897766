import { findFile, type ProjectView } from './project-view.ts'
import { command, seed, wipe } from './reset-step.ts'
import type { ResetTool } from './reset-tool.ts'

/** Frameworks and migration tools of other languages. */
export const frameworkResets: readonly ResetTool[] = [
  {
    name: 'Rails',
    find: (project) => {
      const databases = project.read('config/database.yml')
      if (!has(project, 'bin/rails') || databases === undefined) return undefined
      const evidence = ['bin/rails', 'config/database.yml']
      if (/^\s+migrations_paths:/m.test(databases)) return { evidence, unclear: 'db:reset drops all its databases' }
      const dumped = findFile(project, ['db/schema.rb', 'db/structure.sql']) !== undefined
      // db:reset loads the dumped schema and seeds; without one only the migrations know the schema.
      const task = dumped ? 'db:reset' : 'db:migrate:reset'
      // In development the test database would go as well, and no backup has it.
      return { evidence, steps: [command(`env SKIP_TEST_DATABASE=1 bin/rails ${task}`, 'database')] }
    },
  },
  {
    name: 'Laravel',
    find: (project) => {
      const laravel = /"laravel\/framework"/.test(project.read('composer.json') ?? '')
      if (!laravel || !has(project, 'artisan')) return undefined
      return {
        evidence: ['artisan', 'laravel/framework in composer.json'],
        // --force only answers what pgsafe has asked already: for production Laravel would ask once more.
        steps: [wipe('dropped'), command('php artisan migrate --force')],
        seed: has(project, 'database/seeders/DatabaseSeeder.php') ? [seed('php artisan db:seed --force')] : [],
      }
    },
  },
  {
    name: 'Django',
    find: (project) =>
      has(project, 'manage.py') && /django/i.test(project.read('manage.py') ?? '')
        ? {
            evidence: ['manage.py'],
            steps: [wipe('dropped'), command(`${inPython(project, 'python')} manage.py migrate --noinput`)],
          }
        : undefined,
  },
  {
    name: 'Alembic',
    find: (project) =>
      has(project, 'alembic.ini')
        ? {
            evidence: ['alembic.ini'],
            steps: [wipe('dropped'), command(`${inPython(project, 'alembic')} upgrade head`)],
          }
        : undefined,
  },
  {
    name: 'Ecto',
    find: (project) => {
      const alias = /"ecto\.reset":\s*(\[[^\]]*\]|\S+)/.exec(project.read('mix.exs') ?? '')?.[1]
      if (alias === undefined) return undefined
      const evidence = ['ecto.reset in mix.exs']
      if (!alias.includes('"ecto.drop')) return { evidence, unclear: 'it does not begin with ecto.drop' }
      return { evidence, steps: [command('mix ecto.reset', 'database')] }
    },
  },
  {
    name: 'Diesel',
    find: (project) =>
      has(project, 'diesel.toml')
        ? { evidence: ['diesel.toml'], steps: [command('diesel database reset', 'database')] }
        : undefined,
  },
]

function has(project: ProjectView, path: string): boolean {
  return project.read(path) !== undefined
}

/** A program of the project's own Python. */
function inPython(project: ProjectView, program: string): string {
  if (has(project, 'uv.lock')) return `uv run ${program}`
  if (has(project, 'poetry.lock')) return `poetry run ${program}`
  return project.list('.venv/bin').includes(program) ? `.venv/bin/${program}` : program
}
