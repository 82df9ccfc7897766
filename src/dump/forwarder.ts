import type { BuildTarget, IndexBuild } from '../domain/index-build.ts'

/** Bytes as they came, or, in their place, index builds that depend on all before and on none of each other. */
export type Passed = Buffer | readonly IndexBuild[]

/** More than any statement that is ever left out; what grows beyond it is forwarded as it is. */
const maxHeldBytes = 64 * 1024

const lineFeed = 0x0a
const carriageReturn = 0x0d

/**
 * Passes chunks on as slices, and can leave ranges out. A range that may have to go is marked first and held back,
 * across chunks if need be, until `keep` or `drop` decides.
 */
export class Forwarder {
  #chunk: Buffer = Buffer.alloc(0)
  /** Everything before is dealt with. */
  #from = 0
  #marked = false
  #droppingLineEnd = false
  #held: Buffer[] = []
  #heldBytes = 0
  #output: Passed[] = []
  #builds: IndexBuild[] = []

  begin(chunk: Buffer): void {
    this.#chunk = chunk
    this.#from = 0
    this.#output = []
    if (this.#droppingLineEnd) this.#dropLineEnd()
  }

  get marked(): boolean {
    return this.#marked
  }

  /** Holds back from here on. Without effect when a mark is set already. */
  mark(position: number): void {
    if (this.#marked) return
    this.#emit(this.#chunk.subarray(this.#from, position))
    this.#from = position
    this.#marked = true
  }

  /** Lets go of what was held back, if anything: what comes now may need the index builds before. */
  keep(): void {
    if (this.#builds.length > 0) this.#output.push(this.takeBuilds())
    this.#output.push(...this.#held)
    this.#forgetMark()
  }

  /** Leaves out what lies between the mark and `end`, and a line end directly behind. False when it was let go already. */
  drop(end: number): boolean {
    if (!this.#marked) return false
    this.#forgetMark()
    this.#from = end
    this.#droppingLineEnd = true
    this.#dropLineEnd()
    return true
  }

  /** Takes what lies between the mark and `end`, a statement with its semicolon, out of the bytes. False as with drop(). */
  divert(end: number, build: BuildTarget): boolean {
    const sql = Buffer.concat([...this.#held, this.#chunk.subarray(this.#from, end)]).toString('utf8')
    if (!this.drop(end)) return false
    // The keys before the foreign keys.
    if (this.#builds.some(({ kind }) => kind !== build.kind)) this.#output.push(this.takeBuilds())
    this.#builds.push({ ...build, sql: sql.replace(/;\s*$/, '') })
    return true
  }

  /** Those that nothing has come behind yet. */
  takeBuilds(): readonly IndexBuild[] {
    const builds = this.#builds
    this.#builds = []
    return builds
  }

  /** What to pass on of this chunk. */
  end(): Passed[] {
    const rest = this.#chunk.subarray(this.#from)
    if (this.#marked) {
      // The chunk's memory may be used for the next.
      this.#held.push(Buffer.from(rest))
      this.#heldBytes += rest.length
      if (this.#heldBytes > maxHeldBytes) this.keep()
    } else this.#emit(rest)
    return this.#output
  }

  #emit(part: Buffer): void {
    if (part.length > 0) this.#output.push(part)
  }

  #forgetMark(): void {
    this.#marked = false
    this.#held = []
    this.#heldBytes = 0
  }

  #dropLineEnd(): void {
    if (this.#chunk[this.#from] === carriageReturn) this.#from += 1
    if (this.#from === this.#chunk.length) return
    this.#droppingLineEnd = false
    if (this.#chunk[this.#from] === lineFeed) this.#from += 1
  }
}
