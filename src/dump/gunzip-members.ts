import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

/**
 * Decompresses all members of a gzip file. Throws when any is damaged or cut off, and when something follows the last
 * one: zlib by itself passes over zeros, and some versions over any trailing bytes.
 */
export async function* gunzipMembers(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
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
  yield* gunzip as AsyncIterable<Buffer>
  const surplus = compressed - gunzip.bytesWritten
  if (surplus > 0) throw new Error(`${surplus} bytes follow the end of the gzip data`)
}
