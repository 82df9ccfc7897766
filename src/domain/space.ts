/** Room on one disk, in bytes. */
export interface Space {
  /** A rule of thumb (backup-size.ts), not a measurement. */
  readonly needed: number
  readonly free: number
}
