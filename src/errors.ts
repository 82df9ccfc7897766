/** The exit codes of DESIGN section 10, documented in docs/exit-codes.md. */
export const ExitCode = {
  ok: 0,
  failed: 1,
  usage: 2,
  preflight: 3,
  refused: 4,
  backupFailed: 5,
  restoreFailed: 6,
  verificationFailed: 7,
  locked: 8,
  guardStopped: 125,
  notExecutable: 126,
  notFound: 127,
  interrupted: 130,
  terminated: 143,
} as const
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode]

/**
 * Every way pgsafe ends with an error: the machine-readable code (stable, part of `--json`) and its exit code.
 * docs/exit-codes.md lists them all; a test keeps the two in step.
 */
export const errorCodes = {
  // 1: a bug, or something nobody foresaw
  unexpected: ExitCode.failed,
  // 2: the command line or the configuration is wrong
  usage: ExitCode.usage,
  'no-database-url': ExitCode.usage,
  'invalid-url': ExitCode.usage,
  'invalid-config': ExitCode.usage,
  'invalid-setting': ExitCode.usage,
  // 3: found before anything was touched
  'tools-missing': ExitCode.preflight,
  'client-too-old': ExitCode.preflight,
  'zstd-unavailable': ExitCode.preflight,
  'connection-refused': ExitCode.preflight,
  'authentication-failed': ExitCode.preflight,
  'connection-failed': ExitCode.preflight,
  'database-missing': ExitCode.preflight,
  'insufficient-rights': ExitCode.preflight,
  'server-unsuitable': ExitCode.preflight,
  'store-unwritable': ExitCode.preflight,
  'disk-full': ExitCode.preflight,
  // 4: the user said no, could not be asked, or there is nothing to act on
  refused: ExitCode.refused,
  'consent-needed': ExitCode.refused,
  'needs-approval': ExitCode.refused,
  'no-such-approval': ExitCode.refused,
  'nothing-to-restore': ExitCode.refused,
  'no-such-backup': ExitCode.refused,
  'other-database': ExitCode.refused,
  'untrusted-file': ExitCode.refused,
  'database-busy': ExitCode.refused,
  // 5
  'backup-failed': ExitCode.backupFailed,
  'backup-write-failed': ExitCode.backupFailed,
  // 6
  'restore-failed': ExitCode.restoreFailed,
  // 7
  'verification-failed': ExitCode.verificationFailed,
  'hostile-file': ExitCode.verificationFailed,
  // 8
  locked: ExitCode.locked,
  // 126, 127: the wrapped command itself
  'command-not-executable': ExitCode.notExecutable,
  'command-not-found': ExitCode.notFound,
  // 130, 143
  interrupted: ExitCode.interrupted,
  terminated: ExitCode.terminated,
} as const satisfies Record<string, ExitCode>
export type ErrorCode = keyof typeof errorCodes

interface PgsafeErrorDetails {
  /** One sentence: what to do next. Shown after `Try:`. */
  readonly hint?: string
  readonly cause?: unknown
  /** A log file that tells more; shown with the error. */
  readonly log?: string
  /** Further fields of the JSON error, for programs that act on it. */
  readonly details?: Readonly<Record<string, unknown>>
}

/** The one error class: `message` says what happened, `hint` what to do next. Never put a secret in either. */
export class PgsafeError extends Error {
  override readonly name = 'PgsafeError'
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly log: string | undefined
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, message: string, details: PgsafeErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.hint = details.hint
    this.log = details.log
    this.details = details.details ?? {}
  }

  get exitCode(): ExitCode {
    return errorCodes[this.code]
  }
}

/** True for an error of ours with that code. */
export function isPgsafeError(error: unknown, code?: ErrorCode): error is PgsafeError {
  return error instanceof PgsafeError && (code === undefined || error.code === code)
}
