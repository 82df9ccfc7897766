const quotedValue = String.raw`'[^']*'|"(?:\\[^]|[^"\\])*"|${'`[^`]*`'}`
const line = new RegExp(
  String.raw`^[ \t]*(?:export[ \t]+)?([\w.-]+)(?:[ \t]*=|:[ \t])[ \t]*(${quotedValue}|[^\r\n#]*)[ \t]*(?:#.*)?$`,
  'gm',
)

/** The variables of a `.env`, as the dotenv family reads them: quotes, `export`, comments; `${NAME}` is left as written. */
export function parseEnvFile(text: string): Record<string, string> {
  const variables: Record<string, string> = {}
  for (const [, name = '', value = ''] of text.matchAll(line)) variables[name] = unquote(value.trim())
  return variables
}

function unquote(value: string): string {
  const quote = value[0] ?? ''
  if (value.length < 2 || !'\'"`'.includes(quote) || !value.endsWith(quote)) return value
  const inner = value.slice(1, -1)
  return quote === '"' ? inner.replaceAll('\\n', '\n').replaceAll('\\r', '\r') : inner
}
