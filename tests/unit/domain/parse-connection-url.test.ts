import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseConnectionUrl } from '../../../src/domain/parse-connection-url.ts'
import { PgsafeError, isPgsafeError } from '../../../src/errors.ts'

/** What a user would be told. */
function complaint(url: string): string {
  try {
    parseConnectionUrl(url)
  } catch (error) {
    if (error instanceof PgsafeError) return `${error.code}: ${error.message} ${error.hint ?? ''}`
    throw error
  }
  throw new Error('the URL was accepted')
}

describe('parseConnectionUrl', () => {
  it('takes a usual URL apart', () => {
    expect(parseConnectionUrl('postgresql://app:s3cret@db.example.com:5433/shop')).toEqual({
      params: { user: 'app', password: 's3cret', host: 'db.example.com', port: '5433', dbname: 'shop' },
      database: 'shop',
      notices: [],
      pooler: false,
    })
  })

  it('leaves an unnamed or empty database to libpq', () => {
    expect(parseConnectionUrl('postgresql://app@localhost').database).toBeUndefined()
    expect(parseConnectionUrl('postgresql://app@localhost/?dbname=').database).toBeUndefined()
  })

  it('drops the parameters of ORMs without a word, schema among them', () => {
    const { params, notices } = parseConnectionUrl(
      'postgresql://app@localhost/shop?schema=billing&connection_limit=5&pool_timeout=0&socket_timeout=3&statement_cache_size=0&uselibpqcompat=true',
    )
    expect(params).toEqual({ user: 'app', host: 'localhost', dbname: 'shop' })
    expect(notices).toEqual([])
  })

  it('tells of an unknown parameter that it dropped, by its name and not its value', () => {
    const { params, notices } = parseConnectionUrl('postgresql://localhost/shop?nonsense=hush&con%1bfusing=1')
    expect(params).toEqual({ host: 'localhost', dbname: 'shop' })
    expect(notices).toEqual([
      "the URL's parameter nonsense is not known to libpq and was dropped",
      'a parameter of the URL is not known to libpq and was dropped',
    ])
  })

  it.each([
    ['sslmode=no-verify', 'require', 1],
    ['ssl=no-verify', 'require', 1],
    ['ssl={"rejectUnauthorized":false}', 'require', 1],
    ['sslmode=true', 'require', 0],
    ['ssl=true', 'require', 0],
    ['ssl=verify-full', 'verify-full', 0],
    ['ssl=false', undefined, 0],
    ['sslaccept=strict', 'verify-full', 0],
    ['sslaccept=strict&sslmode=disable', 'verify-full', 0],
    ['sslmode=prefer&sslaccept=accept_invalid_certs', 'prefer', 0],
    ['sslmode=verify-full&ssl=true', 'verify-full', 0],
    ['sslmode=verify-ca&sslmode=disable', 'verify-ca', 0],
  ])('reads %s as sslmode %s', (query, sslmode, notices) => {
    const parsed = parseConnectionUrl(`postgresql://localhost/shop?${query}`)
    expect(parsed.params['sslmode']).toBe(sslmode)
    expect(parsed.notices).toHaveLength(notices)
  })

  it("reads Prisma's sslcert as the root certificate, and libpq's as the client's", () => {
    const prisma = parseConnectionUrl('postgresql://localhost/shop?sslcert=ca.pem&sslaccept=strict')
    expect(prisma.params).toMatchObject({ sslrootcert: 'ca.pem', sslmode: 'verify-full' })
    expect(prisma.params).not.toHaveProperty('sslcert')
    const libpq = parseConnectionUrl('postgresql://localhost/shop?sslcert=client.pem&sslkey=client.key')
    expect(libpq.params).toMatchObject({ sslcert: 'client.pem', sslkey: 'client.key' })
  })

  it.each([
    'postgresql://app@localhost/shop?pgbouncer=true',
    'postgresql://app@db.example.com:6543/shop',
    'postgresql://app@ep-cool-sun-123-pooler.eu-central-1.aws.neon.tech/shop',
    'postgresql://app@pooled.db.prisma.io/shop',
    'postgresql://app@pgbouncer.abc123.flympg.net/shop',
    'host=one,two port=5432,6543 dbname=shop',
  ])('knows a pooler: %s', (url) => {
    expect(parseConnectionUrl(url).pooler).toBe(true)
  })

  it.each([
    'postgresql://app@localhost/shop?pgbouncer=false',
    'postgresql://app@ep-cool-sun-123.eu-central-1.aws.neon.tech/shop',
    'postgresql://app@spooler.example.com:16543/shop-pooler',
  ])('does not take for a pooler: %s', (url) => {
    expect(parseConnectionUrl(url).pooler).toBe(false)
  })

  it.each([
    ['@', 'postgresql://app:hush@hush@localhost/shop', /unencoded @/],
    ['/', 'postgresql://app:hush/hush@localhost/shop', /unencoded @/],
    ['@, / and ?', 'postgresql://app:hush@/?hush=@localhost/shop', /unencoded @/],
    ['#', 'postgresql://app:hush#hush@localhost/shop', /unencoded #/],
    ['?', 'postgresql://app:hush?hush@localhost/shop', /unencoded @/],
    ['%', 'postgresql://app:hush%hush@localhost/shop', /a % that/],
    ['a space', 'postgresql://app:hush hush@localhost/shop', /a space/],
    ['&', 'postgresql://localhost/shop?password=hush&hush=hush', /follows a password/],
    ['+', 'postgresql://localhost/shop?password=hush+hush', /unencoded \+/],
  ])('asks for percent-encoding when a password holds %s, and does not repeat it', (_what, url, problem) => {
    expect(complaint(url)).toMatch(problem)
    expect(complaint(url)).toMatch(/percent-encode/)
    expect(complaint(url)).not.toContain('hush')
  })

  it.each([
    ['prisma://accelerate.prisma-data.net/?api_key=hush', /proxy/],
    ['prisma+postgres://localhost:51213/?api_key=hush', /proxy/],
    ['mysql://root:hush@localhost/shop', /does not begin with postgresql/],
    ['jdbc:postgresql://localhost/shop?password=hush', /does not begin with postgresql/],
    ['postgresql+asyncpg://app:hush@localhost/shop', /does not begin with postgresql/],
    ['hush', /neither/],
    ['', /neither/],
  ])('refuses %s', (url, problem) => {
    expect(complaint(url)).toMatch(problem)
    expect(complaint(url)).not.toContain('hush')
  })
})

describe('parseConnectionUrl, whatever it is given', () => {
  const noise = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: fc.constantFrom(...`:/?#[]@!$&'()*+,;=%\\ "\n\0aé1.-_`), maxLength: 40 }),
  )

  it('either reads it or says invalid-url: 20,000 random strings', () => {
    const shapes = fc.tuple(
      fc.constantFrom('', 'postgresql://', 'postgres://u:p@', 'host=', "host='", 'postgres://h/d?'),
      noise,
    )
    fc.assert(
      fc.property(shapes, ([start, rest]) => {
        try {
          const { params } = parseConnectionUrl(start + rest)
          expect(Object.values(params).every((value) => typeof value === 'string')).toBe(true)
        } catch (error) {
          expect(isPgsafeError(error, 'invalid-url')).toBe(true)
        }
      }),
      { numRuns: 20_000 },
    )
  })

  it('never repeats any part of a password: 20,000 passwords in six places', () => {
    const canary = 'Kv7Q'
    const password = fc
      .array(fc.oneof(fc.constant(canary), noise), { minLength: 1, maxLength: 4 })
      .map((parts) => canary + parts.join(''))
    const place = fc.constantFrom(
      (secret: string) => `postgresql://app:${secret}@localhost:5432/shop`,
      (secret: string) => `postgresql://app:${secret}@localhost/shop?sslmode=require`,
      (secret: string) => `postgresql://localhost/shop?password=${secret}`,
      (secret: string) => `postgresql://localhost/shop?password=${secret}&schema=x`,
      (secret: string) => `host=localhost password=${secret} dbname=shop`,
      (secret: string) => `host=localhost password='${secret}' dbname=shop`,
    )
    let refused = 0
    fc.assert(
      fc.property(place, password, (build, secret) => {
        try {
          expect(parseConnectionUrl(build(secret)).notices.join(' ')).not.toContain(canary)
        } catch (error) {
          if (!(error instanceof PgsafeError)) throw error
          refused += 1
          expect(`${error.message} ${error.hint ?? ''} ${String(error.cause)}`).not.toContain(canary)
        }
      }),
      { numRuns: 20_000 },
    )
    expect(refused).toBeGreaterThan(5000)
  })

  it('does not take longer for long input: a megabyte of each kind', () => {
    for (const piece of ['%41', '@', ':', 'a=b&', "\\'", ' ', 'h:1,', '[::1],']) {
      const long = piece.repeat(200_000)
      for (const start of ['postgresql://', 'postgresql://h/d?', "host='", 'host=']) {
        try {
          parseConnectionUrl(start + long)
        } catch (error) {
          expect(isPgsafeError(error, 'invalid-url')).toBe(true)
        }
      }
    }
  })
})
