import type { Stats } from 'node:fs'

/** A manifest's file at one moment: where it lies, and what every change of it changes. As numbers: text takes longer to make. */
export type ManifestStamp = readonly [inode: number, bytes: number, modifiedMs: number, changedMs: number]

export function stampOf({ ino, size, mtimeMs, ctimeMs }: Stats): ManifestStamp {
  return [ino, size, mtimeMs, ctimeMs]
}

/** Whether it is still the file of that moment. */
export function hasStamp(stats: Stats, [inode, bytes, modifiedMs, changedMs]: ManifestStamp): boolean {
  const { ino, size, mtimeMs, ctimeMs } = stats
  return ino === inode && size === bytes && mtimeMs === modifiedMs && ctimeMs === changedMs
}
