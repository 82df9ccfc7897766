import { InvalidArgumentError } from 'commander'

/** An option's parser for whole numbers of at least `least`; anything else is a usage error. */
export function countFrom(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d{1,9}$/.test(text) && value >= least) return value
    throw new InvalidArgumentError(`It must be a whole number, ${least} or more.`)
  }
}
