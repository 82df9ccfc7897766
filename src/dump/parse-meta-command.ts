/** A psql command up to its line's end. Only `\restrict` and `\unrestrict` with a plain key have a `key`. */
export interface MetaCommand {
  /** `\connect`, `\!` …: the name alone, since arguments may hold a password. */
  readonly name: string
  readonly verb: 'restrict' | 'unrestrict' | undefined
  readonly key: string
}

/** Reads a psql command from its backslash on. The limits make sure that no line was cut to the capture's 512 bytes. */
export function parseMetaCommand(text: string): MetaCommand {
  const restrict = /^\\(restrict|unrestrict) ([A-Za-z0-9]{1,200})[ \t\r]{0,200}$/.exec(text)
  if (restrict) {
    const verb = restrict[1] === 'restrict' ? 'restrict' : 'unrestrict'
    return { name: `\\${verb}`, verb, key: restrict[2] ?? '' }
  }
  return { name: (/^\\(?:[A-Za-z_]+|[^A-Za-z_]?)/u.exec(text)?.[0] ?? text).slice(0, 30), verb: undefined, key: '' }
}
