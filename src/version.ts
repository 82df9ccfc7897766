import { pgsafeVersion } from './domain/pgsafe-version.ts'

/** All of `pgsafe --version`: started by itself (bin/pgsafe.js), because scripts ask for it often and need nothing else. */
process.stdout.write(`${pgsafeVersion}\n`)
