/** `path` as seen from `directory`, which is absolute; `.` and `..` are gone. POSIX, and Windows with its drives. */
export function resolvePath(directory: string, path: string): string {
  const slashed = path.replaceAll('\\', '/')
  const whole = isAbsolute(slashed) ? slashed : `${directory.replaceAll('\\', '/')}/${slashed}`
  const [, root = ''] = /^([A-Za-z]:)?/.exec(whole) ?? []
  const parts: string[] = []
  for (const part of whole.slice(root.length).split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `${root}/${parts.join('/')}`
}

/** The directory itself and every one above it, nearest first. */
export function directoriesUpward(directory: string): string[] {
  const parts = resolvePath(directory, '.').split('/')
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('/') || '/')
}

export function directoryOf(path: string): string {
  return resolvePath(path, '..')
}

/** A path for people: relative where it lies below `directory`. */
export function describePath(directory: string, path: string): string {
  const base = `${resolvePath(directory, '.')}/`.replace('//', '/')
  return path.startsWith(base) ? path.slice(base.length) : path
}

function isAbsolute(path: string): boolean {
  return /^(?:\/|[A-Za-z]:\/)/.test(path)
}
