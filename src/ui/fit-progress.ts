import { formatFigures } from '../domain/progress/format-progress.ts'
import type { ProgressView } from '../domain/progress/track-progress.ts'
import { withoutDetails } from './plain-progress.ts'
import { printable } from './printable.ts'

const gap = '  '
const between = ' · '

/** A title and how far its work is, in no more than `width` columns: first the table's name gives way, then the title. */
export function fitProgress(title: string, view: ProgressView, width: number): { title: string; figures: string } {
  const figures = formatFigures(view).join(between)
  const short = withoutDetails(title)
  const room = width - gap.length - figures.length
  const name = printable(view.current ?? '')
  const roomForName = room - short.length - between.length
  const shown = name === '' ? '' : shorten(name, roomForName)
  if (shown !== '') return { title: short, figures: gap + figures + between + shown }
  return { title: shorten(short, room), figures: gap + figures }
}

/** '' when not even a few letters of it would fit. */
function shorten(text: string, width: number): string {
  if (text.length <= width) return text
  return width < 8 ? '' : `${text.slice(0, width - 1)}…`
}
