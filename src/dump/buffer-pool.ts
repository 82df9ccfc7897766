const stepBytes = 256 * 1024

/** Buffers that are used again and again, each a whole number of steps long: new ones would be memory until V8 cleans up. */
export class BufferPool {
  readonly #free: ArrayBufferLike[] = []

  /** At least so long, with whatever it held. */
  take(length: number): Buffer {
    const found = this.#free.findIndex(({ byteLength }) => byteLength >= length)
    const [fitting] = found === -1 ? [] : this.#free.splice(found, 1)
    if (fitting !== undefined) return Buffer.from(fitting)
    // What is too small now will be so again.
    this.#free.length = 0
    return Buffer.allocUnsafeSlow(Math.ceil(length / stepBytes) * stepBytes)
  }

  /** One that `take` gave, or a part of it: nobody may use it any more. */
  giveBack({ buffer }: Buffer): void {
    this.#free.push(buffer)
  }
}
