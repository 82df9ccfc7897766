import { findFile, type ProjectView } from './project-view.ts'
import { command, seed, wipe } from './reset-step.ts'
import type { ResetTool } from './reset-tool.ts'

/** Frameworks and migration tools of other languages. */
export const frameworkResets: readonly ResetTool[] = [
  {
    name: 'Rails',
    find: (project) => {
      if (!has(project, 'bin/rails') || !has(project, 'config/database.yml')) return undefined
      const dumped = findFile(project, ['db/schema.rb', 'db/structure.sql']) !== undefined
      return {
        evidence: ['bin/rails', 'config/database.yml'],
        // db:reset loads the dumped schema and seeds; without one only the migrations know the schema.
        steps: [command(dumped ? 'bin/rails db:reset' : 'bin/rails db:migrate:reset')],
      }
    },
  },
  {
    name: 'Laravel',
    find: (project) => {
      const laravel = /"laravel\/framework"/.test(project.read('composer.json') ?? '')
      if (!laravel || !has(project, 'artisan')) return undefined
      return {
        evidence: ['artisan', 'laravel/framework in composer.json'],
        // Without --force: in production Laravel asks once more.
        steps: [command('php artisan migrate:fresh')],
        seed: has(project, 'database/seeders/DatabaseSeeder.php') ? [seed('php artisan db:seed')] : [],
      }
    },
  },
  {
    name: 'Django',
    find: (project) =>
      has(project, 'manage.py') && /django/i.test(project.read('manage.py') ?? '')
        ? {
            evidence: ['manage.py'],
            steps: [wipe('dropped'), command(`${python(project)}python manage.py migrate --noinput`)],
          }
        : undefined,
  },
  {
    name: 'Alembic',
    find: (project) =>
      has(project, 'alembic.ini')
        ? {
            evidence: ['alembic.ini'],
            steps: ['downgrade base', 'upgrade head'].map((task) => command(`${python(project)}alembic ${task}`)),
          }
        : undefined,
  },
  {
    name: 'Ecto',
    find: (project) =>
      /"ecto\.reset":/.test(project.read('mix.exs') ?? '')
        ? { evidence: ['ecto.reset in mix.exs'], steps: [command('mix ecto.reset')] }
        : undefined,
  },
  {
    name: 'Diesel',
    find: (project) =>
      has(project, 'diesel.toml')
        ? { evidence: ['diesel.toml'], steps: [command('diesel database reset')] }
        : undefined,
  },
]

function has(project: ProjectView, path: string): boolean {
  return project.read(path) !== undefined
}

/** What runs a project's own Python. */
function python(project: ProjectView): string {
  if (has(project, 'uv.lock')) return 'uv run '
  return has(project, 'poetry.lock') ? 'poetry run ' : ''
}
