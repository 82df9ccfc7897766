import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ProjectFiles } from '../domain/reset/project-view.ts'

const largestFile = 256 * 1024

/** A project's files as they are now; `root` is absolute. What cannot be read is as good as not there. */
export function projectFiles(root: string): Omit<ProjectFiles, 'urlSchema'> {
  return {
    read: (path) => readText(join(root, path)),
    list: (path) => ifThere(() => readdirSync(join(root, path)).filter((name) => !name.startsWith('.'))) ?? [],
    installed: (name) => installedVersion(root, name),
  }
}

function readText(path: string): string | undefined {
  const text = ifThere(() => readFileSync(path, 'utf8'))
  return text === undefined || text.length > largestFile || text.includes('\0') ? undefined : text
}

/** As Node resolves packages: in the nearest node_modules upward. */
function installedVersion(directory: string, name: string): string | undefined {
  const text = readText(join(directory, 'node_modules', name, 'package.json'))
  if (text !== undefined) return /"version"\s*:\s*"([^"]+)"/.exec(text)?.[1]
  return directory === dirname(directory) ? undefined : installedVersion(dirname(directory), name)
}

function ifThere<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}
