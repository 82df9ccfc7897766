import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** `layers` and `unit` need nothing; `integration`, `e2e` and `clients` start real servers (tests/support/global-server.ts). */
const results = process.env['PGSAFE_TEST_RESULTS']

export default defineConfig({
  test: {
    // Most tests wait for processes and servers: a few more files than cores keep the cores busy.
    maxWorkers: availableParallelism() + 2,
    // .ci/run adds up the counts of several runs.
    reporters: results === undefined ? ['default'] : ['default', ['json', { outputFile: results }]],
    projects: [
      { test: { name: 'layers', include: ['tests/layers/**/*.test.ts'], environment: 'node' } },
      { test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], environment: 'node', testTimeout: 60_000 } },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['tests/support/global-server.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'e2e',
          // Of each part of the campaign (docs/reliability.md), a few rounds.
          include: ['tests/e2e/**/*.test.ts', 'tests/torture/*.torture.ts'],
          environment: 'node',
          globalSetup: ['tests/support/global-server.ts', 'tests/support/watch-command-lines.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'clients',
          include: ['tests/clients/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['tests/support/global-server.ts', 'tests/support/install-clients.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
