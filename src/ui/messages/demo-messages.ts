import { formatCount } from '../../domain/format-count.ts'
import { banner } from '../banner.ts'
import { style } from '../style.ts'
import { textTable } from '../text-table.ts'

export interface DemoTable {
  readonly schema: string
  readonly name: string
  readonly rows: number
  /** Of its content, before and after. */
  readonly hashBefore: string
  readonly hashAfter: string | undefined
}

/** What `pgsafe demo` says. */
export const demoMessages = {
  demoIntro: [
    banner('PGSAFE DEMO'),
    'A throw-away PostgreSQL server, a small shop, one very bad command, and the way back.',
    'None of your databases is touched.',
    '',
  ].join('\n'),

  demoStartingServer: 'Starting a throw-away PostgreSQL server',
  demoSeeding: 'Filling it with a small shop',
  demoProving: 'Comparing every table with what it was',
  demoFilled: (tables: number, rows: number): string =>
    `${formatCount(rows, 'row')} in ${formatCount(tables, 'table')}`,
  demoCommand: (line: string): string => `\n${style.strong('$')} ${style.command(line)}`,

  demoProof: (tables: readonly DemoTable[], milliseconds: number): string =>
    [
      '',
      style.strong('The proof: rows and content hashes, before the wipe and now'),
      ...textTable(
        tables.map(({ schema, name, rows, hashBefore, hashAfter }) => [
          `  ${schema}.${name}`,
          formatCount(rows, 'row'),
          hashBefore.slice(0, 8),
          hashAfter === hashBefore
            ? style.good(`= ${hashAfter.slice(0, 8)}`)
            : style.bad(`≠ ${hashAfter?.slice(0, 8) ?? 'gone'}`),
        ]),
        [1],
      ),
      '',
      style.good(`✅ Everything is back. (${(milliseconds / 1000).toFixed(1)} s in all; nothing is left behind)`),
      '',
      'Now with your own:',
      `  ${style.command('pgsafe doctor')}`,
      `  ${style.command('pgsafe guard -- npx prisma migrate reset')}`,
    ].join('\n'),
}
