/** Why a backslash command of psql leaves open what a script does; undefined when it does not. */
export function classifyMetaCommand(name: string, args: string): string | undefined {
  if (args.includes('`')) return `\\${name} runs a program (backquotes)`
  if (/^(?:c|connect)$/.test(name)) return `\\${name} goes on in another database, which the backup may not hold`
  if (/^(?:i|ir|include|include_relative)$/.test(name)) return `\\${name} runs another file`
  if (name === 'gexec') return '\\gexec runs the results of a query as SQL'
  if (name.startsWith('!')) return '\\! runs a program'
  if (/^(?:o|out|g|gx|w|write)$/.test(name) && args.startsWith('|')) return `\\${name} runs a program`
  if (name === 'copy' && /\bprogram\b/i.test(args)) return '\\copy runs a program'
  return /^lo_unlink$/.test(name) ? '\\lo_unlink deletes a large object' : undefined
}
