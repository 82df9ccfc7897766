import { shellWord } from './format-command.ts'
import { redactUrl } from './redact.ts'

/**
 * The server after a command: the one before it, or another in its place (`docker compose down -v && … up`); none that
 * answers; or it could not be told.
 */
export type ServerAfter = 'same' | 'other' | 'gone' | 'unknown'

export interface WayBack {
  /** undefined: it is undone from a snapshot on the server. */
  readonly backupId: string | undefined
  readonly server: ServerAfter
  /** What the command that made the backup was given; undefined where it was given nothing. */
  readonly directory: string | undefined
  readonly config: string | undefined
  readonly url: string | undefined
  /** Another database of the same server. */
  readonly to: string | undefined
}

/**
 * The line that brings everything back, to be typed where the command was run. A server in place of the old one is told
 * that it is meant. A password never shows: in a URL it has to be filled in again.
 */
export function formatRestoreLine({ backupId, server, directory, config, url, to }: WayBack): string {
  const isAnother = server === 'other' || server === 'gone'
  const command =
    backupId === undefined ? ['undo'] : ['restore', '--id', backupId, ...(isAnother ? ['--force-target'] : [])]
  const shownUrl = url === undefined ? undefined : redactUrl(url)
  const given = { '--to': to, '--url': shownUrl, '--dir': directory, '--config': config }
  const options = Object.entries(given).flatMap(([flag, value]) => (value === undefined ? [] : [flag, value]))
  return ['pgsafe', ...command, ...options].map(shellWord).join(' ')
}
