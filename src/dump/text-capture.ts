import { isUtf8 } from 'node:buffer'
import { WordCache } from './word-cache.ts'

const capacity = 512

/** The first 512 bytes of a token that may span chunks: more than any name or keyword needs, so memory stays constant. */
export class TextCapture {
  readonly #bytes = Buffer.alloc(capacity)
  readonly #cache = new WordCache()
  #size = 0
  #ascii = true

  clear(): void {
    this.#size = 0
    this.#ascii = true
  }

  add(chunk: Buffer, from: number, to: number): void {
    const end = Math.min(to, from + capacity - this.#size)
    for (let at = from; at < end; at += 1) {
      const byte = chunk[at] ?? 0
      this.#bytes[this.#size++] = byte
      if (byte > 0x7f) this.#ascii = false
    }
  }

  addByte(byte: number): void {
    if (this.#size === capacity) return
    this.#bytes[this.#size++] = byte
    if (byte > 0x7f) this.#ascii = false
  }

  get size(): number {
    return this.#size
  }

  get firstByte(): number {
    return this.#bytes[0] ?? 0
  }

  get full(): boolean {
    return this.#size === capacity
  }

  /** Dumps in one of the LATIN encodings are not valid UTF-8: their names at least stay distinct. */
  get text(): string {
    if (this.#ascii) return this.#cache.text(this.#bytes, this.#size)
    const encoding = isUtf8(this.#bytes.subarray(0, this.#size)) ? 'utf8' : 'latin1'
    return this.#bytes.toString(encoding, 0, this.#size)
  }

  copy(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#size))
  }
}
