/** One installation of PostgreSQL's client programs, by absolute path. */
export interface ClientTools {
  readonly major: number
  /** "15.18" */
  readonly version: string
  readonly psql: string
  readonly pgDump: string
  readonly pgRestore: string
  /** Absent where only some of the programs are installed. */
  readonly pgDumpall: string | undefined
}
