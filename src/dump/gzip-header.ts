/** RFC 1952: ten bytes, of which the fourth says what follows them. */
const plainBytes = 10
const extraFlag = 4
/** One extra field with one part: "pg", four bytes long, the length of the whole member. Others pass over it. */
const extra = Buffer.from([8, 0, 0x70, 0x67, 4, 0])

/** A member's header with its length; also the least that must be there to read it. */
export const sizedHeaderBytes = plainBytes + extra.length + 4

/** Writes the member's length into its header, which must be a plain one, as zlib makes it. */
export function withMemberLength(member: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(member.length + extra.length + length.length)
  const header = Buffer.from(member.subarray(0, plainBytes))
  header[3] = extraFlag
  return Buffer.concat([header, extra, length, member.subarray(plainBytes)])
}

/** The length that the member's header tells; undefined for any other header than ours. */
export function readMemberLength(header: Buffer): number | undefined {
  if (header.length < sizedHeaderBytes || header.readUInt32BE(0) !== 0x1f8b0800 + extraFlag) return undefined
  if (!header.subarray(plainBytes, plainBytes + extra.length).equals(extra)) return undefined
  return header.readUInt32LE(plainBytes + extra.length)
}
