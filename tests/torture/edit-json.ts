import { sealManifest, type ManifestFields } from '../../src/store/seal-manifest.ts'
import type { Random } from './frame/random.ts'

const texts = [
  '',
  '\0',
  '../../etc/passwd',
  '\u001b[2J',
  '-rf',
  'con.json',
  'plain',
  '2026-13-45T00:00:00Z',
  'a'.repeat(64),
]
const long = ['x'.repeat(5000), '9'.repeat(400)]
const numbers = [-1, 0, 1.5, 2 ** 53, 1e300]
const others: readonly unknown[] = [null, true, [], {}, [[]], { toString: 1 }]
/** What JSON text can hold, and no value of ours. */
const marks = ['@huge@', '@deep@']
const oddValues: readonly unknown[] = [texts, long, numbers, others, marks].flat()

/** A document in which one value is another one, or gone, or stands deeper; half of the time sealed as pgsafe would. */
export function editJson(text: string, random: Random): string {
  const document = JSON.parse(text) as Record<string, unknown>
  for (let times = 1 + random.integer(3); times > 0; times -= 1) editOne(document, random)
  const { manifestSha256: _, ...fields } = document
  const edited = JSON.stringify(random.chance(0.5) ? document : sealManifest(fields as unknown as ManifestFields))
  return edited.replace('"@huge@"', '1e999').replace('"@deep@"', `${'['.repeat(20_000)}${']'.repeat(20_000)}`)
}

function editOne(document: Record<string, unknown>, random: Random): void {
  let place = document
  let key = random.pick(Object.keys(document))
  while (isFilled(place[key]) && random.chance(0.7)) {
    place = place[key] as Record<string, unknown>
    key = random.pick(Object.keys(place))
  }
  if (random.chance(0.2)) delete place[key]
  else place[random.chance(0.3) ? 'added' : key] = structuredClone(random.pick(oddValues))
}

function isFilled(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
}
