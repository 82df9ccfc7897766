import type { Transform } from 'node:stream'

/** One zstd stream that takes block after block. */
interface BlockStream {
  /** What becomes of `block`, on the thread pool. Throws when it is damaged, or when more than `most` bytes come out. */
  run(block: Buffer, most?: number): Promise<Buffer>
  close(): void
}

/** `stream` must bring out everything of what is written to it before it says that it has taken it. One block at a time. */
function blockStream(stream: Transform): BlockStream {
  let parts: Buffer[] = []
  let bytes = 0
  let limit = Number.POSITIVE_INFINITY
  let failed: (error: Error) => void = () => undefined
  stream.on('data', (part: Buffer) => {
    parts.push(part)
    bytes += part.length
    if (bytes <= limit) return
    failed(new Error(`more than ${String(limit)} bytes come out of it`))
    stream.destroy()
  })
  stream.on('error', (error) => failed(error))
  const run = (block: Buffer, most = Number.POSITIVE_INFINITY): Promise<Buffer> => {
    parts = []
    bytes = 0
    limit = most
    return new Promise((resolve, reject) => {
      failed = reject
      stream.write(block, (error) => {
        if (error) return reject(error)
        // What waits for its turn goes to the listener above.
        while (stream.read() !== null);
        const [only] = parts
        resolve(parts.length === 1 && only !== undefined ? only : Buffer.concat(parts))
      })
    })
  }
  return { run, close: () => void stream.destroy() }
}

/**
 * The streams of one file, for several blocks at once. Each has a context of one to two megabytes, of which V8 knows nothing: one
 * for each block would be memory until V8 happens to look, so they take one block after the other.
 */
export class ZstdStreams {
  readonly #open: (kind: number) => Transform
  readonly #free = new Map<number, BlockStream[]>()
  readonly #all: BlockStream[] = []

  /** @param open - makes another stream of a kind: to compress, the kind is the level */
  constructor(open: (kind: number) => Transform) {
    this.#open = open
  }

  /** As BlockStream.run(), by a stream that is free. */
  async run(kind: number, block: Buffer, most?: number): Promise<Buffer> {
    const free = this.#free.get(kind) ?? []
    this.#free.set(kind, free)
    const stream = free.pop() ?? this.#add(kind)
    const result = await stream.run(block, most)
    // One that failed is of no use any more.
    free.push(stream)
    return result
  }

  close(): void {
    for (const stream of this.#all) stream.close()
  }

  #add(kind: number): BlockStream {
    const stream = blockStream(this.#open(kind))
    this.#all.push(stream)
    return stream
  }
}
