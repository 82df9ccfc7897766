import { findFile, type ProjectView, withEndings } from './project-view.ts'
import { command, seed, wipe } from './reset-step.ts'
import type { KnownReset, ResetTool, UnclearReset } from './reset-tool.ts'

/**
 * Object-relational mappers of the JavaScript world, beside Prisma. Their own resets leave what no model or migration made: pgsafe
 * empties the database, and they fill it again.
 */
export const ormResets: readonly ResetTool[] = [
  { name: 'TypeORM', find: findTypeorm },
  {
    name: 'Sequelize',
    find: (project) => {
      const config = findFile(project, ['.sequelizerc', ...withEndings('config/config', ['json', 'js', 'cjs', 'ts'])])
      if (config === undefined || !project.declares('sequelize-cli')) return undefined
      return {
        evidence: [project.whereIs('sequelize-cli'), config],
        steps: [wipe('dropped'), command('sequelize-cli db:migrate')],
        seed: project.list('seeders').length > 0 ? [seed('sequelize-cli db:seed:all')] : [],
      }
    },
  },
  {
    name: 'MikroORM',
    find: (project) => {
      const config = findFile(project, [...withEndings('mikro-orm.config'), ...withEndings('src/mikro-orm.config')])
      if (config === undefined || !project.dependsOn('@mikro-orm/cli')) return undefined
      const migrates = project.dependsOn('@mikro-orm/migrations')
      const seeders = ['seeders', 'src/seeders'].some((folder) => project.list(folder).length > 0)
      return {
        evidence: [project.whereIs('@mikro-orm/cli'), config],
        steps: [wipe('dropped'), command(migrates ? 'mikro-orm migration:up' : 'mikro-orm schema:create --run')],
        seed: seeders && project.dependsOn('@mikro-orm/seeder') ? [seed('mikro-orm seeder:run')] : [],
      }
    },
  },
]

const typeormCall =
  /(?:^|[\s/])(typeorm(?:-ts-node-commonjs|-ts-node-esm)?)(?=\s)[^&|;]*?\s(?:-d|--dataSource)[ =]([^\s&|;]+)/

/** TypeORM finds no data source by itself: a script of package.json must name it. */
function findTypeorm(project: ProjectView): KnownReset | UnclearReset | undefined {
  // No file shows that it is used: lying in node_modules for another package's sake proves nothing.
  if (!project.declares('typeorm')) return undefined
  const calls = project.scripts.flatMap((script) => {
    const [, program, source] = typeormCall.exec(script) ?? []
    return program === undefined || source === undefined ? [] : [`${program} %s -d ${source}`]
  })
  const [call] = [...new Set(calls)]
  if (call === undefined || new Set(calls).size > 1) {
    const scripts = call === undefined ? 'no script of package.json says' : 'the scripts of package.json do not agree'
    return { evidence: [project.whereIs('typeorm')], unclear: `${scripts} which data source (-d) it works with` }
  }
  return {
    evidence: [project.whereIs('typeorm'), `a script with "${call.replace(' %s', '')}"`],
    steps: [wipe('dropped'), command(call.replace('%s', 'migration:run'))],
  }
}
