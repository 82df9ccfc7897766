import type { Stats } from 'node:fs'
import type { ManifestStamp } from '../domain/catalogue-entry.ts'

export function stampOf({ ino, size, mtimeMs, ctimeMs }: Stats): ManifestStamp {
  return [ino, size, mtimeMs, ctimeMs]
}

/** Whether it is still the file of that moment. */
export function hasStamp(stats: Stats, [inode, bytes, modifiedMs, changedMs]: ManifestStamp): boolean {
  const { ino, size, mtimeMs, ctimeMs } = stats
  return ino === inode && size === bytes && mtimeMs === modifiedMs && ctimeMs === changedMs
}
