import { defineConfig } from 'vitest/config'

/** Apart from the tests: `npm run bench` (docs/testing.md). One part after the other, on one server. */
export default defineConfig({
  test: {
    include: ['tests/bench/*.part.ts'],
    root: '.',
    environment: 'node',
    globalSetup: ['tests/bench/frame/server.ts'],
    fileParallelism: false,
    disableConsoleIntercept: true,
    hookTimeout: 600_000,
    teardownTimeout: 60_000,
  },
})
