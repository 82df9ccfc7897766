import { pipeline, Readable } from 'node:stream'
import { createGunzip, gunzip as gunzipWhole } from 'node:zlib'
import { BufferPool } from './buffer-pool.ts'
import { ChunkReader } from './chunk-reader.ts'
import { blocksAtOnce } from './compress-blocks.ts'
import { readMemberLength, sizedHeaderBytes } from './gzip-header.ts'
import { lendChunks } from './lend-chunks.ts'
import { mapInOrder } from './map-in-order.ts'

/** What is larger, packed or unpacked, is not from us: it goes through memory in small pieces. */
const maxMemberBytes = 4 * 1024 * 1024

/**
 * Decompresses all members of a gzip file, in constant memory; those that pgsafe has written several at once. Throws when any is
 * damaged or cut off, and when something follows the last one: zlib by itself passes over zeros, and some versions over any
 * trailing bytes. What it yields is good until the next is asked for.
 */
export async function* gunzipMembers(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const reader = new ChunkReader(source)
  try {
    const end = { reached: false }
    const buffers = new BufferPool()
    const contents = mapInOrder(sizedMembers(reader, { end, buffers }), blocksAtOnce, async (member) => {
      const content = await gunzipMember(member)
      buffers.giveBack(member)
      return content
    })
    yield* lendChunks(contents, true)
    if (!end.reached) yield* gunzipStream(reader.remainder())
  } finally {
    await reader.close()
  }
}

interface Sized {
  readonly end: { reached: boolean }
  readonly buffers: BufferPool
}

/** The members that tell their length, up to the first that does not. */
async function* sizedMembers(reader: ChunkReader, { end, buffers }: Sized): AsyncGenerator<Buffer> {
  for (let any = false; ; any = true) {
    const start = await reader.peek(sizedHeaderBytes)
    end.reached = any && start.length === 0
    const length = readMemberLength(start) ?? 0
    if (length <= sizedHeaderBytes || length > maxMemberBytes) return
    const whole = await reader.peek(length)
    if (whole.length < length || unpackedLength(whole, length) > maxMemberBytes) return
    yield await reader.take(length, (bytes) => buffers.take(bytes))
  }
}

/** As its last four bytes have it; decompressing finds out whether it is so. */
function unpackedLength(member: Buffer, length: number): number {
  return member.readUInt32LE(length - 4)
}

function gunzipMember(member: Buffer): Promise<Buffer> {
  const bytes = unpackedLength(member, member.length)
  // One byte more than there should be, in one piece: each piece is a trip around the event loop.
  const options = { chunkSize: Math.max(64, bytes + 1), maxOutputLength: Math.max(64, bytes + 1), info: true }
  return new Promise((resolve, reject) => {
    gunzipWhole(member, options, (error, result) => {
      if (error !== null) return reject(error)
      const { buffer, engine } = result as unknown as { buffer: Buffer; engine: { bytesWritten: number } }
      const surplus = member.length - engine.bytesWritten
      if (surplus > 0) return reject(new Error(`${surplus} bytes follow the end of the gzip data`))
      resolve(buffer)
    })
  })
}

async function* gunzipStream(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let compressed = 0
  const counted = async function* () {
    for await (const chunk of source) {
      compressed += chunk.length
      yield chunk
    }
  }
  const gunzip = createGunzip({ chunkSize: 256 * 1024 })
  // A failure destroys gunzip with the error, so that the loop below throws it.
  pipeline(Readable.from(counted()), gunzip, () => {})
  yield* lendChunks(gunzip)
  const surplus = compressed - gunzip.bytesWritten
  if (surplus > 0) throw new Error(`${surplus} bytes follow the end of the gzip data`)
}
