import { createHash } from 'node:crypto'

/** Repeatable chance: the same words give the same numbers. */
export interface Random {
  /** At least `from`, less than `to`. */
  readonly between: (from: number, to: number) => number
  /** At least 0, less than `end`. */
  readonly integer: (end: number) => number
  readonly chance: (probability: number) => boolean
  readonly pick: <T>(values: readonly T[]) => T
  readonly bytes: (length: number) => Buffer
}

export function randomOf(...words: readonly (string | number)[]): Random {
  const next = mulberry32(createHash('sha256').update(words.join('/')).digest().readUInt32LE(0))
  const integer = (end: number): number => Math.floor(next() * end)
  return {
    between: (from, to) => from + next() * (to - from),
    integer,
    chance: (probability) => next() < probability,
    pick: (values) => {
      const value = values[integer(values.length)]
      if (value === undefined) throw new Error('nothing to pick from')
      return value
    },
    bytes: (length) => Buffer.from(Array.from({ length }, () => integer(256))),
  }
}

/** A small generator with 32 bits of state; plenty for choosing accidents. At least 0, less than 1. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
