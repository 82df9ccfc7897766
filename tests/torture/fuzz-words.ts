/** Stands in some URLs where a password may be, and never in an error. */
export const secret = 'hunter2canary'

const list = (text: string): string[] => text.split(' ')

/** What means something to one of the parsers, or looks as if it did. */
export const inUrls = list("@ : / ? # & = % %2 %00 %zz [ ] , \\ ' \n \0 + é ::1").concat(' ', secret)
export const inNames = list('% %2F %00 _ - . / .. -1 \0 .json .partial T 2026-01-01T00-00-00 .sql .gz')
export const inManifests = list('" { } [ ] , : null -1 1e999 \\u0000 "__proto__": \0 \ufeff')
export const inDumps = list(`' " $$ $a$ -- /* */ ; \\ \\. \n\\.\n \\! E' ( ) \0 BEGIN ATOMIC END \r\n \u2028`).concat(
  'COPY t FROM stdin;\n',
  '\\restrict x\n',
)
