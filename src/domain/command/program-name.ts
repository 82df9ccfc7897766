/** Packages whose program has another name. */
const programOfPackage: Readonly<Record<string, string>> = {
  '@mikro-orm/cli': 'mikro-orm',
  '@redwoodjs/cli': 'rw',
  '@strapi/strapi': 'strapi',
  '@medusajs/cli': 'medusa',
  'kysely-ctl': 'kysely',
}

/** Files that are called by their path and known by their name. */
const knownFiles = /^(?:manage\.py|artisan|gradlew|mvnw|ace|sail)$/

/**
 * The name by which the catalogue knows what a word starts: `prisma` for `prisma@7`, `node_modules/.bin/prisma`,
 * `node_modules/prisma/build/index.js` and `npm:prisma`. A path elsewhere stays as it is: `./prisma` may be anything.
 */
export function programName(word: string): string {
  const path = word.replaceAll('\\', '/').replace(/^npm:/, '')
  if (!path.includes('/') || path.startsWith('@')) return nameOfPackage(path)
  const inModules = /^.*node_modules\/(?!\.bin\/)((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]
  if (inModules !== undefined) return nameOfPackage(inModules)
  if (path.startsWith('github.com/')) return /\/([^/@]+?)(?:\/v\d+)?(?:@.*)?$/.exec(path)?.[1] ?? word
  const file = /([^/]+)\/([^/]+)$/.exec(path)
  const name = withoutExtension(file?.[2] ?? path.slice(path.lastIndexOf('/') + 1))
  if (knownFiles.test(name)) return name
  return /(?:^|\.|s)bin$|^Scripts$/.test(file?.[1] ?? '') ? nameOfPackage(name) : word
}

/** Without a version: `prisma@7`, `@mikro-orm/cli@6`. */
function nameOfPackage(text: string): string {
  const name = withoutExtension(text.replace(/(?<=.)@.*$/s, ''))
  return programOfPackage[name] ?? name.replace(/^python[\d.]+$/, 'python').replace(/^pip[\d.]+$/, 'pip')
}

function withoutExtension(name: string): string {
  return name.replace(/\.(?:cmd|exe|ps1|bat)$/i, '').replace(/^ace\.js$/, 'ace')
}
