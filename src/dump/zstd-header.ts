/** The first field of every frame, and that of frames that programs may skip, whose last four bits are free (RFC 8878, 3.1). */
export const frameMagic = 0xfd2fb528
export const skippableMagic = 0x184d2a50

/** The longest that a frame's header can be, its magic number included. */
export const longestHeaderBytes = 18

/** Of what follows the descriptor: window, dictionary id and content size. */
export function headerBytes(descriptor: number): number {
  return widthsOf(descriptor).reduce((sum, width) => sum + width, 0)
}

/**
 * How many bytes the frame that begins here says it holds; undefined where it does not say, or where this is no such frame.
 * Decompressing finds out whether it is so.
 */
export function readContentSize(start: Buffer): number | undefined {
  if (start.length < 5 || start.readUInt32LE(0) !== frameMagic) return undefined
  const descriptor = start.readUInt8(4)
  const [window, dictionaryId, width] = widthsOf(descriptor)
  const at = 5 + window + dictionaryId
  if (width === 0 || start.length < at + width) return undefined
  // In two bytes, 256 stands for none: less would take one.
  if (width === 2) return start.readUInt16LE(at) + 256
  return width === 8 ? Number(start.readBigUInt64LE(at)) : start.readUIntLE(at, width)
}

function widthsOf(descriptor: number): [window: number, dictionaryId: number, contentSize: number] {
  const singleSegment = (descriptor & 0b100000) !== 0
  const dictionaryId = [0, 1, 2, 4][descriptor & 0b11] ?? 0
  const contentSize = [singleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0
  return [singleSegment ? 0 : 1, dictionaryId, contentSize]
}
