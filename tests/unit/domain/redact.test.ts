import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redactCommand, redactText, redactUrl } from '../../../src/domain/redact.ts'

describe('redactUrl', () => {
  it.each([
    ['postgres://app:hush@localhost:5432/shop', 'postgres://app:***@localhost:5432/shop'],
    ['postgres://app:hu@sh/hush@localhost/shop', 'postgres://app:***@localhost/shop'],
    ['postgres://app:hu sh@localhost/shop', 'postgres://app:***@localhost/shop'],
    [
      'postgres://localhost/shop?password=hush&sslmode=require',
      'postgres://localhost/shop?password=***&sslmode=require',
    ],
    ['postgres://localhost/shop?sslpassword=hush', 'postgres://localhost/shop?sslpassword=***'],
    ['prisma://accelerate.prisma-data.net/?api_key=hush', 'prisma://accelerate.prisma-data.net/?api_key=***'],
    ["host=localhost password='hu sh' dbname=shop", 'host=localhost password=*** dbname=shop'],
    ['host=localhost password=hush', 'host=localhost password=***'],
    ['postgres://app@localhost:5432/shop', 'postgres://app@localhost:5432/shop'],
    ['postgres://localhost:5432/shop', 'postgres://localhost:5432/shop'],
  ])('%s', (url, shown) => {
    expect(redactUrl(url)).toBe(shown)
  })
})

describe('redactText', () => {
  it('takes a secret out in every spelling', () => {
    const secret = `p@ss'w:o"rd\\(é)`
    const spellings = [
      secret,
      encodeURIComponent(secret),
      encodeURIComponent(secret).toLowerCase(),
      encodeURIComponent(secret).replaceAll('(', '%28').replaceAll(')', '%29').replaceAll("'", '%27'),
      JSON.stringify(secret).slice(1, -1),
      secret.replace(/[\\']/g, '\\$&'),
      secret.replace(/[\\:]/g, '\\$&'),
    ]
    for (const spelling of spellings) expect(redactText(`before ${spelling} after`, [secret])).toBe('before *** after')
  })

  it('takes out a secret that contains another one as a whole', () => {
    expect(redactText('hush-hush-more', ['hush', 'hush-hush-more'])).toBe('***')
  })

  it('masks URLs and assignments whose secret nobody gave', () => {
    expect(redactText('failed: postgres://app:hush@db/shop, PGPASSWORD=hush, password = "hu sh"')).toBe(
      'failed: postgres://app:***@db/shop, PGPASSWORD=*** password = ***',
    )
  })

  it('leaves everyday words where they are no password', () => {
    expect(redactText('database "postgres" on postgres://postgres:postgres@localhost/postgres', ['postgres'])).toBe(
      'database "postgres" on postgres://postgres:***@localhost/postgres',
    )
    expect(redactText('password authentication failed for user "app"')).toBe(
      'password authentication failed for user "app"',
    )
  })

  it('leaves no distinctive secret in any text', () => {
    const secret = fc
      .string({ minLength: 6, maxLength: 20, unit: 'grapheme' })
      .filter((text) => text.trim().length > 5 && !/^\*+$/.test(text))
    fc.assert(
      fc.property(fc.string(), secret, fc.string(), (before, hidden, after) => {
        const text = `${before}${hidden}|${encodeURIComponent(hidden)}${after}`
        fc.pre(!`${before}|${after}`.includes(hidden) && !'***'.includes(hidden))
        expect(redactText(text, [hidden])).not.toContain(hidden)
      }),
      { numRuns: 5000 },
    )
  })
})

describe('redactCommand', () => {
  it.each([
    [
      ['psql', 'postgres://app:hush@db/shop', '-c', 'select 1'],
      ['psql', 'postgres://app:***@db/shop', '-c', 'select 1'],
    ],
    [
      ['tool', '--password', 'hush', '--force'],
      ['tool', '--password', '***', '--force'],
    ],
    [
      ['tool', '--password=hu sh'],
      ['tool', '--password=***'],
    ],
    [
      ['tool', '--db-password', 'hush'],
      ['tool', '--db-password', '***'],
    ],
    [
      ['tool', '--token=hush'],
      ['tool', '--token=***'],
    ],
    [
      ['sqlcmd', '-W', 'hush'],
      ['sqlcmd', '-W', '***'],
    ],
    [
      ['psql', '-W', '-h', 'localhost'],
      ['psql', '-W', '-h', 'localhost'],
    ],
    [
      ['env', 'PGPASSWORD=hu sh', 'psql'],
      ['env', 'PGPASSWORD=***', 'psql'],
    ],
    [
      ['docker', 'run', '-e', 'POSTGRES_PASSWORD=hush', 'x'],
      ['docker', 'run', '-e', 'POSTGRES_PASSWORD=***', 'x'],
    ],
    [
      ['sh', '-c', "cd x && PGPASSWORD='hu sh' psql -h db"],
      ['sh', '-c', 'cd x && PGPASSWORD=*** psql -h db'],
    ],
    [
      ['psql', 'host=db password=hush dbname=shop'],
      ['psql', 'host=db password=*** dbname=shop'],
    ],
    [
      ['npx', 'prisma', 'migrate', 'reset', '--force'],
      ['npx', 'prisma', 'migrate', 'reset', '--force'],
    ],
  ])('%j', (argv, shown) => {
    expect(redactCommand(argv)).toEqual(shown)
  })

  it('takes out known secrets wherever they stand', () => {
    expect(redactCommand(['tool', '-phush!'], ['hush!'])).toEqual(['tool', '-p***'])
  })
})
