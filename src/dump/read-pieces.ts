import type { FileHandle } from 'node:fs/promises'
import { collectGarbage } from './collect-garbage.ts'

interface Reading {
  /** Length of all pieces but the last. */
  readonly pieceBytes: number
  /** Of the file; one that fits into a single piece is read once. */
  readonly fileBytes: number
}

/**
 * A file from its start to its end. The disk gives the next piece while one is worked on, which is good until the next is asked
 * for. The caller closes the handle.
 */
export async function* readPieces(handle: FileHandle, { pieceBytes, fileBytes }: Reading): AsyncGenerator<Buffer> {
  const free: Buffer[] = []
  const read = async () => {
    const piece = free.pop() ?? Buffer.allocUnsafe(pieceBytes)
    return { piece, bytesRead: (await handle.read(piece, 0, pieceBytes)).bytesRead }
  }
  let coming: ReturnType<typeof read> | undefined
  try {
    for (;;) {
      const { piece, bytesRead } = await (coming ?? read())
      if (bytesRead === 0) return
      const wasAll = bytesRead === fileBytes && bytesRead < pieceBytes
      coming = wasAll ? undefined : read()
      // It may fail while nobody waits for it yet: whoever takes it hears of that.
      coming?.catch(() => undefined)
      yield piece.subarray(0, bytesRead)
      if (wasAll) return
      free.push(piece)
      collectGarbage(bytesRead)
    }
  } finally {
    // Whoever stops early closes the handle next.
    await coming?.catch(() => undefined)
  }
}
