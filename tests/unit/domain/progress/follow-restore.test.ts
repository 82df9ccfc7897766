import { describe, expect, it } from 'vitest'
import { followRestore, isRestoreChatter, nothingRestored } from '../../../../src/domain/progress/follow-restore.ts'

const follow = (lines: string) =>
  lines
    .trim()
    .split('\n')
    .map((line) => `pg_restore: ${line.trim()}`)
    .reduce(followRestore, nothingRestored)

describe('what pg_restore says of itself', () => {
  it('tells with one worker what has begun, and so what has ended', () => {
    const state = follow(`
      connecting to database for restore
      creating TABLE "audit.log"
      processing data for table "audit.log"
      processing data for table "public.orders"
      creating CONSTRAINT "audit.log log_pkey"
      creating INDEX "public.orders_note_idx"`)
    expect(state).toMatchObject({
      loaded: ['audit.log', 'public.orders'],
      loading: [],
      built: 1,
      building: ['public.orders_note_idx'],
    })
  })

  it('tells with several what is under way at once', () => {
    const state = follow(`
      creating TABLE "public.orders"
      entering main parallel loop
      launching item 3366 TABLE DATA orders
      processing data for table "public.orders"
      processing data for table "audit.orders"
      processing data for table "public.events"
      finished item 3366 TABLE DATA orders
      launching item 3211 INDEX orders_note_idx
      creating INDEX "public.orders_note_idx"
      creating CONSTRAINT "public.orders orders_pkey"
      finished item 3211 INDEX orders_note_idx`)
    expect(state).toEqual({
      parallel: true,
      loaded: ['public.orders'],
      loading: ['audit.orders', 'public.events'],
      built: 1,
      building: ['public.orders orders_pkey'],
    })
  })

  it.each([
    ['pg_restore: processing item 3369 ENCODING ENCODING', true],
    ['pg_restore: finished item 3366 TABLE DATA orders', true],
    ['pg_restore: error: could not execute query: ERROR:  42P07: relation "t" already exists', false],
    ['pg_restore: warning: errors ignored on restore: 1', false],
    ['pg_restore: while PROCESSING TOC:', false],
    ['pg_restore: from TOC entry 217; 1259 16400 TABLE log postgres', false],
    ['Command was: CREATE TABLE t ();', false],
  ])('"%s" is only talk: %s', (line, talk) => {
    expect(isRestoreChatter(line)).toBe(talk)
  })
})
