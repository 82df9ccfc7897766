import type { Random } from './frame/random.ts'

/** What breaks out of quotes, URLs, file names, options, format strings, terminals and careless regular expressions. */
const punctuation = [...'\'"`\\%$;:=&?#@/*|<>!., ()[]{}~^', '%41', '%%', '$$', '..', '  ']
const controls = ['\n', '\r', '\t', '\u001b[31m', '\u0007']
const unicode = ['é', 'ß', 'İ', '漢字', '🐘', 'e\u0301', '\u202e', '\u2028', '\u00a0', '\ufeff', '\ufffd', 'ｆ']
const words = ['a', 'Z', '_', '0', 'select', 'Public', '--', '/*', "E'", 'COPY x FROM stdin;', '\\.', '\\!', '.json']
const pieces = [punctuation, controls, unicode, words].flat()

/** Where a program looks first. */
const beginnings = [
  '',
  '',
  '',
  '-',
  '--',
  '-f',
  '.',
  ' ',
  '%',
  '"',
  "'",
  'con.',
  'postgresql://',
  'host=',
  '\\',
  '$(',
  '@',
]

const longest = 63

/** A name that PostgreSQL takes, of at most 63 bytes, and unlike any other. */
export function oddName(random: Random): string {
  const unique = random.bytes(3).toString('hex')
  const length = random.chance(0.15) ? longest : random.between(1, 40)
  let name = random.pick(beginnings)
  for (;;) {
    const next = name + random.pick(pieces)
    if (Buffer.byteLength(next) + unique.length > length) return name + unique
    name = next
  }
}
