import { frameMagic, headerBytes, skippableMagic } from './zstd-header.ts'

type Stage = 'magic' | 'descriptor' | 'header' | 'block header' | 'block' | 'last block' | 'checksum' | 'skippable'

/** Contents are passed over; all other stages are small fields. */
const contents: readonly Stage[] = ['block', 'last block', 'skippable']

/**
 * Follows one zstd frame through the bytes of a file to find its end (RFC 8878, 3.1): Node's decompressor ends silently
 * with the first frame, and where a file is cut off.
 */
export class ZstdFrame {
  /** Its last byte was seen. */
  complete = false
  #stage: Stage = 'magic'
  #needed = 4
  #gathered = 0
  /** Of a field of up to four bytes, little-endian. */
  #value = 0
  #skippable = false
  #hasChecksum = false

  /** How many of these bytes belong to the frame. Throws when they are no zstd. */
  advance(chunk: Buffer): number {
    let at = 0
    for (;;) {
      if (this.#gathered === this.#needed) this.#finishStage()
      if (this.complete || (at === chunk.length && this.#gathered < this.#needed)) return at
      at += this.#take(chunk, at)
    }
  }

  #take(chunk: Buffer, at: number): number {
    const isContent = contents.includes(this.#stage)
    const taken = Math.min(this.#needed - this.#gathered, isContent ? chunk.length - at : 1)
    if (!isContent && taken === 1 && this.#gathered < 4) this.#value += (chunk[at] ?? 0) * 2 ** (8 * this.#gathered)
    this.#gathered += taken
    return taken
  }

  #finishStage(): void {
    switch (this.#stage) {
      case 'magic':
        return this.#beginFrame()
      case 'descriptor':
        this.#hasChecksum = (this.#value & 0b100) !== 0
        return this.#expect('header', headerBytes(this.#value))
      case 'header':
        return this.#skippable ? this.#expect('skippable', this.#value) : this.#expect('block header', 3)
      case 'block header':
        return this.#beginBlock(this.#value)
      case 'block':
        return this.#expect('block header', 3)
      case 'last block':
        if (this.#hasChecksum) return this.#expect('checksum', 4)
        this.complete = true
        return
      case 'checksum':
      case 'skippable':
        this.complete = true
    }
  }

  #beginFrame(): void {
    if (this.#value === frameMagic) return this.#expect('descriptor', 1)
    // The last four bits of this one are free.
    this.#skippable = this.#value - (this.#value % 16) === skippableMagic
    if (!this.#skippable) throw new Error('these bytes are no zstd frame')
    this.#expect('header', 4)
  }

  #beginBlock(header: number): void {
    const type = (header >> 1) & 0b11
    if (type === 3) throw new Error('a block of a zstd frame is damaged')
    // A run of one byte is stored as that byte.
    this.#expect((header & 1) === 1 ? 'last block' : 'block', type === 1 ? 1 : header >> 3)
  }

  #expect(stage: Stage, bytes: number): void {
    this.#stage = stage
    this.#needed = bytes
    this.#gathered = 0
    this.#value = 0
  }
}
