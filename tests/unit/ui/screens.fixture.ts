import type { CatalogueEntry } from '../../../src/domain/catalogue-entry.ts'
import type { Manifest } from '../../../src/domain/manifest.ts'

// Screens show local time: everybody's snapshots are taken in Greenwich.
process.env['TZ'] = 'UTC'

export const now = new Date('2025-11-20T13:35:00Z')

/** A manifest as `pgsafe backup` writes it, with some fields of its own. */
export function manifestWith(own: Partial<Manifest> = {}): Manifest {
  return {
    version: 1,
    id: 'b7k2m9x4',
    file: 'rephlo-dev_2025-11-20T10-35-00.sql.gz',
    format: 'plain',
    compression: 'gzip',
    bytes: 3_366_000,
    sha256: 'a'.repeat(64),
    files: null,
    manifestSha256: 'b'.repeat(64),
    createdAt: '2025-11-20T10:35:00.000Z',
    durationMs: 840,
    database: {
      name: 'rephlo-dev',
      host: 'localhost',
      port: 5432,
      systemIdentifier: '7312345678901234567',
      oid: 16384,
      serverVersion: '15.18',
      properties: {
        owner: 'postgres',
        acl: null,
        tablespace: 'pg_default',
        connectionLimit: -1,
        isTemplate: false,
        allowConnections: true,
        encoding: 'UTF8',
        localeProvider: 'c',
        collate: 'C',
        ctype: 'C',
        icuLocale: null,
        icuRules: null,
        collationVersion: null,
        comment: null,
        settings: [],
        securityLabels: [],
      },
    },
    tables: [
      { schema: 'public', name: 'users', rows: 1 },
      { schema: 'public', name: 'orders', rows: 20_122 },
    ],
    tool: { name: 'pg_dump', version: '15.18' },
    reason: 'manual',
    command: null,
    git: null,
    label: null,
    pinned: false,
    verification: { level: 1, at: '2025-11-20T10:35:01.000Z', by: 'pgsafe 0.1.0' },
    warnings: [],
    ...own,
  }
}

/** A store with one entry of each kind. */
export const entries: readonly CatalogueEntry[] = [
  {
    kind: 'backup',
    path: '/srv/backups/a',
    manifest: manifestWith({ reason: 'guard', command: ['npx', 'prisma', 'migrate', 'reset'] }),
  },
  {
    kind: 'backup',
    path: '/srv/backups/b',
    manifest: manifestWith({
      id: 'c8',
      file: 'rephlo-dev_2025-11-19T14-20-00.sql',
      label: 'evil\u001B[2J\nlabel',
      pinned: true,
      verification: null,
    }),
  },
  { kind: 'foreign', path: '/srv/backups/old.sql', name: 'old.sql', bytes: 512, modifiedAt: now, database: undefined },
  { kind: 'broken', path: '/srv/backups/x.sql', name: 'x.sql', modifiedAt: now, problem: 'its file is missing' },
]
