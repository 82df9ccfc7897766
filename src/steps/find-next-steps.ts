import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

interface PackageFile {
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

/** What a person does after a restore in this kind of project, one line each; empty where nothing is known. */
export async function findNextSteps(projectRoot: string): Promise<string[]> {
  const { scripts = {}, dependencies = {}, devDependencies = {} } = await readPackage(projectRoot)
  if (!('prisma' in devDependencies || 'prisma' in dependencies || '@prisma/client' in dependencies)) return []
  const script = (name: string, fallback: string) => (name in scripts ? `npm run ${name}` : fallback)
  return [
    `Regenerate Prisma Client: ${script('prisma:generate', 'npx prisma generate')}`,
    `Verify data: ${script('prisma:studio', 'npx prisma studio')}`,
  ]
}

/** A missing or broken package.json only means that there is nothing to suggest. */
async function readPackage(projectRoot: string): Promise<PackageFile> {
  try {
    return JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as PackageFile
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code !== undefined) return {}
    throw error
  }
}
