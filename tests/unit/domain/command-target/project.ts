import { seeThrough } from '../../../../src/domain/command/see-through.ts'
import type { CommandTarget } from '../../../../src/domain/command-target/command-target.ts'
import { resolvePath } from '../../../../src/domain/command-target/resolve-path.ts'
import { resolveTarget } from '../../../../src/domain/command-target/resolve-target.ts'

export type Files = Readonly<Record<string, string>>

export interface Surroundings {
  /** Relative to the project, `/app`, or absolute. */
  readonly files?: Files
  /** On top of the DATABASE_URL that guard sets. */
  readonly env?: Readonly<Record<string, string>>
  /** undefined: guard sets DATABASE_URL to `pinnedUrl`. */
  readonly pinned?: string | null
}

export const pinnedUrl = 'postgresql://app@db.local:5432/shop'

/** Every target of a command line, read as a shell would, in a project of in-memory files. */
export function targetsOf(line: string, { files = {}, env = {}, pinned = 'DATABASE_URL' }: Surroundings = {}) {
  const byPath = new Map(Object.entries(files).map(([path, text]) => [resolvePath('/app', path), text]))
  const read = (path: string) => byPath.get(path)
  const packageScripts = (directory: string) => {
    const text = read(`${directory}/package.json`)
    const scripts = (JSON.parse(text ?? '{}') as { scripts?: Record<string, string> }).scripts ?? {}
    return text === undefined ? undefined : { directory, scripts }
  }
  const segments = seeThrough(['sh', '-c', line], '/app', { packageScripts, resolvePath })
  const childEnv = { HOME: '/home/me', ...(pinned === null ? {} : { [pinned]: pinnedUrl }), ...env }
  return segments.map((segment) => resolveTarget(segment, { env: childEnv, read, pinned: pinned ?? undefined }))
}

/** In few words: `url db.local/shop by DATABASE_URL`, `pinned …`, `other …`, `opaque`, `none`. */
export function told(target: CommandTarget | undefined): string {
  if (target === undefined) return 'nothing'
  if (target.kind === 'other') return `other: ${target.evidence}`
  if (target.kind === 'pinned') return `pinned: ${target.variable} in ${target.evidence}`
  if (target.kind !== 'url') return target.kind
  const { place, database, how, source } = target
  const address = 'url' in place ? place.url : paramsInOrder(place.params)
  return `${source}: ${address}${database === undefined ? '' : ` names ${database}`} | ${how}`
}

export function toldOf(line: string, surroundings: Surroundings = {}): string {
  return targetsOf(line, surroundings).map(told).join('\n')
}

function paramsInOrder(params: Readonly<Record<string, string>>): string {
  const { user = '', host = '', port = '', dbname = '' } = params
  return `${user === '' ? '' : `${user}@`}${host}${port === '' ? '' : `:${port}`}/${dbname}`
}
