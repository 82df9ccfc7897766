import { describe, expect, it } from 'vitest'
import type { TableChange } from '../../../src/domain/table-change.ts'
import { messages } from '../../../src/ui/messages.ts'
import { entries, manifestWith, now } from './screens.fixture.ts'

const longPath = '/home/somebody/work/a-project-with-a-long-name/backend/backups/rephlo-dev_2025-11-20T10-35-00.sql.gz'
const tables = manifestWith().tables

const screens: Record<string, string> = {
  backupScreen: messages.backupScreen({
    database: 'rephlo-dev',
    source: 'DATABASE_URL in .env',
    host: 'localhost:5432',
    directory: '/srv/backups',
    compression: 'none',
    format: 'plain',
    space: { needed: 12_345_678, free: 85_000_000_000 },
  }),
  backupDone: messages.backupDone({ path: longPath, bytes: 13_054_772, tables, label: 'x', pinned: true }),
  restoreList: messages.restoreList(entries, now),
  restoreWarning: messages.restoreWarning({
    target: 'app@localhost:5432/rephlo-dev',
    database: 'rephlo-dev',
    file: 'rephlo-dev_2025-11-20T10-35-00.sql.gz',
    createdAt: new Date('2025-11-20T10:35:00Z'),
    now,
    tables,
    tablesNow: tables,
    exists: true,
    kept: { hours: 24 },
    space: { needed: 12_345_678, free: 85_000_000_000 },
  }),
  restoreDone: messages.restoreDone({
    database: 'rephlo-dev',
    tables,
    keptAs: 'pgsafe_old_b7k2m9x4',
    keptHours: 24,
    undo: 'pgsafe undo',
    nextSteps: ['Regenerate Prisma Client: npx prisma generate', 'Verify data: npx prisma studio'],
  }),
  guardDanger: messages.guardDanger({
    command: ['npx', 'prisma', 'migrate', 'reset'],
    target: 'app@db.example.com:5432/rephlo-dev',
    source: 'DATABASE_URL in .env',
    danger: { level: 'production', reasons: ['the database is called "prod"'] },
    impact: {
      tables,
      bytes: 12_345_678,
      lastBackup: { name: 'rephlo-dev_2025-11-20T10-35-00.sql.gz', createdAt: now },
      now,
    },
    effects: ['Drop every table of the schema', 'Run all migrations again'],
    directory: '/srv/backups',
    engine: 'dump',
    space: { needed: 12_345_678, free: 85_000_000_000 },
    aim: { verdict: 'unproven', explanation: ['DATABASE_URL is read by config/db.ts, which names another host'] },
  }),
  resetDanger: messages.resetDanger({
    target: 'app@db.example.com:5432/rephlo-dev',
    source: 'DATABASE_URL in .env',
    reason: 'drizzle-kit: drizzle-kit in package.json, drizzle.config.ts, drizzle; reset.seed in .pgsaferc',
    danger: { level: 'local', reasons: [] },
    impact: { tables, bytes: 12_345_678, lastBackup: null, now },
    stages: [
      {
        kind: 'wipe',
        schemas: [
          { name: 'drizzle', action: 'dropped', tables: [{ schema: 'drizzle', name: 'migrations', rows: 3 }] },
          { name: 'public', action: 'emptied', tables },
        ],
        objects: [
          { type: 'publication', identity: 'news', ours: true, schemas: [] },
          { type: 'publication', identity: 'orders', ours: true, schemas: [] },
          { type: 'server', identity: 'erp', ours: true, schemas: [] },
        ],
        largeObjects: 3,
      },
      {
        kind: 'command',
        seeds: false,
        words: ['drizzle-kit', 'migrate'],
        schemas: [],
        effects: ['Run pending migrations'],
      },
      { kind: 'command', seeds: true, words: ['node', 'seed it.js'], schemas: [], effects: [] },
    ],
    stays: {
      schemas: [],
      tables: [],
      objects: [{ type: 'extension', identity: 'citext', ours: true, schemas: ['public'] }],
      largeObjects: 0,
    },
    engine: 'dump',
    directory: '/srv/backups',
    space: { needed: 12_345_678, free: 85_000_000_000 },
    aim: { verdict: 'proven', explanation: [] },
    withRoles: true,
  }),
  resetDangerOfOneSchema: messages.resetDanger({
    target: 'app@localhost:5432/rephlo-dev',
    source: 'DATABASE_URL in .env',
    reason: 'Prisma: prisma in package.json, prisma/schema.prisma, prisma/migrations',
    danger: { level: 'local', reasons: [] },
    impact: { tables, bytes: 12_345_678, lastBackup: null, now },
    stages: [
      {
        kind: 'command',
        seeds: false,
        words: ['prisma', 'migrate', 'reset', '--force'],
        schemas: [
          { name: 'base', action: 'recreated', tables: [] },
          { name: 'public', action: 'cleared', tables },
        ],
        effects: ['Drop every table of the schema and run all migrations again'],
      },
    ],
    stays: {
      schemas: [{ name: 'audit', holdsExtension: false, owned: true }],
      tables: [{ schema: 'audit', name: 'price_changes', rows: 300 }],
      objects: [],
      largeObjects: 1,
    },
    engine: 'dump',
    directory: '/srv/backups',
    space: undefined,
    aim: { verdict: 'proven', explanation: [] },
    withRoles: false,
  }),
  guardReport: messages.guardReport({
    command: ['npx', 'prisma', 'migrate', 'reset'],
    exitCode: 0,
    touched: 'schema',
    changes: [
      changeOf('orders', { kind: 'dropped', before: 20_122, lost: 20_122, added: 0, manner: 'deleted' }),
      changeOf('carts', { kind: 'shrunk', before: 200, after: 150, lost: 200, added: 150, recreated: true }),
      changeOf('users', { kind: 'shrunk', before: 100, after: 3, lost: 97, added: 0, manner: 'deleted' }),
      changeOf('slots', { before: 31, after: 31, lost: 31, added: 31, manner: 'deleted or changed' }),
      changeOf('seats', { before: 9, after: 9, lost: 7, added: 7, manner: 'deleted' }),
      changeOf('prices', { kind: 'grown', before: 50, after: 52, lost: 5, added: 7, manner: 'changed' }),
      changeOf('_prisma_migrations', { kind: 'created', after: 4, added: 4 }),
      changeOf('events_1', {
        before: 5,
        after: 0,
        lost: 5,
        added: 0,
        manner: 'deleted',
        root: { schema: 'public', name: 'events' },
      }),
      changeOf('events_2', { before: 8, after: 8, lost: 1, added: 1, root: { schema: 'public', name: 'events' } }),
      changeOf('secrets', { kind: 'unknown', before: 12, lost: null, added: null }),
      changeOf('items', { kind: 'renamed', before: 3, after: 3, renamedTo: { schema: 'public', name: 'goods' } }),
    ],
    total: { rowsBefore: 20_540, tablesBefore: 15, lost: 20_474, tablesHit: 8, tablesUnknown: 1, someChanged: true },
    undone: null,
    backupPath: longPath,
    server: 'same' as const,
    restoreLine: 'pgsafe restore --id b7k2m9x4',
  }),
  listTable: messages.listTable({ entries, kept: [], now, directory: '/srv/backups', database: 'rephlo-dev' }),
  pruneReport: messages.pruneReport({
    keep: [{ backup: manifestWith(), reasons: ['newest verified', 'not older than 30 days'] }],
    remove: [{ backup: manifestWith({ file: 'old_2025-01-01T00-00-00.sql' }), reasons: ['older than 30 days'] }],
    server: {
      keep: [keptDatabase('pgsafe_old_b7k2m9x4qq', ['not older than 24 hours'])],
      remove: [keptDatabase('pgsafe_snap_c8m3n0y5rr', ['only the newest stays'])],
    },
    now,
    planned: true,
  }),
  verifyDone: messages.verifyDone({ path: longPath, bytes: 3_366_000, tables, level: 1 }),
  doctorReport: messages.doctorReport([
    { title: 'Client tools', status: 'ok', detail: 'PostgreSQL 15.18 in /usr/lib/postgresql/15/bin' },
    {
      title: 'Store',
      status: 'fail',
      detail: '/srv/backups cannot be written by this user, and neither can the folder above it be',
      remedy: 'choose another one with --dir or BACKUP_DIR, or: sudo chown "$USER" /srv/backups',
    },
  ]),
}

function keptDatabase(name: string, reasons: readonly string[]) {
  const kind = name.includes('snap') ? ('snapshot' as const) : ('kept' as const)
  return {
    name,
    kind,
    database: 'rephlo-dev',
    bytes: 52_000_000,
    at: now.toISOString(),
    step: 'x',
    reason: 'guard',
    reasons,
  }
}

function changeOf(name: string, more: Partial<TableChange>): TableChange {
  const unchanged = { before: null, after: null, lost: 0, added: 0, manner: null, recreated: false, renamedTo: null }
  return { schema: 'public', name, kind: 'changed', ...unchanged, root: null, ...more }
}

describe.each(Object.entries(screens))('%s', (_name, screen) => {
  it('looks as a person should see it', () => {
    expect(screen).toMatchSnapshot()
  })

  it('fits 80 columns, except for paths and remedies, which are copied and so not broken', () => {
    const long = screen.split('\n').filter((line) => line.length > 80)
    expect(long.filter((line) => !line.includes(longPath) && !line.includes('→ choose'))).toEqual([])
  })

  it('holds no control characters from outside', () => {
    expect(screen).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/)
  })
})

describe('the guard report', () => {
  it('counts what was lost, also when the list is cut', () => {
    const changes = Array.from({ length: 25 }, (_, index) => changeOf(`t${index}`, { kind: 'dropped', lost: 1000 }))
    const report = messages.guardReport({
      command: ['x'],
      exitCode: 0,
      touched: 'schema',
      changes,
      total: {
        rowsBefore: 30_000,
        tablesBefore: 26,
        lost: 25_000,
        tablesHit: 25,
        tablesUnknown: 0,
        someChanged: false,
      },
      undone: null,
      backupPath: '/b',
      server: 'same' as const,
      restoreLine: 'pgsafe restore --id x',
    })
    expect(report).toContain('… and 5 more tables')
    expect(report).toContain('Lost: 25,000 of 30,000 rows, in 25 of 26 tables.')
  })
})

it('says how to make the first backup when there is none', () => {
  expect(messages.listTable({ entries: [], kept: [], now, directory: '/b', database: 'shop' })).toBe(
    'No backups of "shop" in /b. The first one: pgsafe backup',
  )
})
