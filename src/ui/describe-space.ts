import { formatSize } from '../domain/format-size.ts'
import type { Space } from '../domain/space.ts'

/** "about 12.40 MB needed, 80.10 GB free" */
export function describeSpace({ needed, free }: Space): string {
  return `about ${formatSize(needed)} needed, ${formatSize(free)} free`
}
