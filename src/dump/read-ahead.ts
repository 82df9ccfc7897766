import type { FileHandle } from 'node:fs/promises'

interface Reading {
  /** Length of all pieces but the last. */
  readonly pieceBytes: number
  /** Of the file; one that fits into a single piece is read once. */
  readonly fileBytes: number
  /** Nobody looks at a piece after asking for the next: two buffers do for the whole file. */
  readonly reuse: boolean
}

/** A file from its start to its end. The disk gives the next piece while this one is worked on. The caller closes the handle. */
export async function* readAhead(
  handle: FileHandle,
  { pieceBytes, fileBytes, reuse }: Reading,
): AsyncGenerator<Buffer> {
  const free: Buffer[] = []
  const read = async () => {
    const piece = free.pop() ?? Buffer.allocUnsafe(pieceBytes)
    return { piece, bytesRead: (await handle.read(piece, 0, pieceBytes)).bytesRead }
  }
  const begin = () => {
    const reading = read()
    // It may fail while nobody waits for it yet: whoever takes it hears of that.
    reading.catch(() => undefined)
    return reading
  }
  let coming = begin()
  try {
    for (;;) {
      const { piece, bytesRead } = await coming
      if (bytesRead === 0) return
      const wasAll = bytesRead === fileBytes && bytesRead < pieceBytes
      if (!wasAll) coming = begin()
      yield piece.subarray(0, bytesRead)
      if (wasAll) return
      if (reuse) free.push(piece)
    }
  } finally {
    // Whoever stops early closes the handle next.
    await coming.catch(() => undefined)
  }
}
