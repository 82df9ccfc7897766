import type { Random } from './frame/random.ts'

/** Bytes that were right once: turned, left out, doubled, cut off, or with pieces of `words` put in. One to four times. */
export function mutate(original: Buffer, words: readonly string[], random: Random): Buffer {
  let bytes = original
  for (let times = 1 + random.integer(4); times > 0; times -= 1) bytes = random.pick(mutations)(bytes, words, random)
  return bytes
}

type Mutation = (bytes: Buffer, words: readonly string[], random: Random) => Buffer

const mutations: readonly Mutation[] = [
  (bytes, _words, random) => replaceAt(bytes, random, { length: 1, by: random.bytes(1) }),
  (bytes, words, random) => replaceAt(bytes, random, { length: 0, by: Buffer.from(random.pick(words)) }),
  (bytes, words, random) =>
    replaceAt(bytes, random, { length: random.integer(8), by: Buffer.from(random.pick(words)) }),
  (bytes, _words, random) =>
    replaceAt(bytes, random, { length: random.integer(bytes.length + 1), by: Buffer.alloc(0) }),
  (bytes, _words, random) => bytes.subarray(0, random.integer(bytes.length + 1)),
  (bytes, _words, random) => {
    const start = random.integer(bytes.length + 1)
    return replaceAt(bytes, random, { length: 0, by: bytes.subarray(start, start + 1 + random.integer(40)) })
  },
]

function replaceAt(bytes: Buffer, random: Random, { length, by }: { length: number; by: Buffer }): Buffer {
  const at = random.integer(bytes.length + 1)
  return Buffer.concat([bytes.subarray(0, at), by, bytes.subarray(at + length)])
}
