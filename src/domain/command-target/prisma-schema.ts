import { withoutComments } from './code-text.ts'

/** How a schema.prisma names its database: a text, or the variable in `env("…")`. */
export type SchemaUrl = { readonly literal: string } | { readonly variable: string }

export interface PrismaDatasource {
  readonly provider: string | undefined
  /** What the migration engine connects to: `directUrl` beats `url`. Undefined from Prisma 7 on. */
  readonly url: SchemaUrl | undefined
  /** Those it works with; empty: the one that the URL names, else `public`. */
  readonly schemas: readonly string[]
}

/** The datasource block of a schema; undefined when this file has none (a schema may be spread over several). */
export function readPrismaDatasource(schema: string): PrismaDatasource | undefined {
  const block = /^\s*datasource\s+\w+\s*\{([^]*?)^\s*\}/m.exec(withoutComments(schema))?.[1]
  if (block === undefined) return undefined
  return {
    provider: /^\s*provider\s*=\s*"([^"]*)"/m.exec(block)?.[1],
    url: readUrl(block, 'directUrl') ?? readUrl(block, 'url'),
    schemas: [...(/^\s*schemas\s*=\s*\[([^\]]*)\]/m.exec(block)?.[1] ?? '').matchAll(/"([^"]*)"/g)].map(
      ([, name = '']) => name,
    ),
  }
}

function readUrl(block: string, key: string): SchemaUrl | undefined {
  const [, variable, literal] =
    new RegExp(String.raw`^\s*${key}\s*=\s*(?:env\(\s*"([^"]*)"\s*\)|"([^"]*)")`, 'm').exec(block) ?? []
  if (variable !== undefined) return { variable }
  return literal === undefined ? undefined : { literal }
}
