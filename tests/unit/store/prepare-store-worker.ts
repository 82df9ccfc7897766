import { isPgsafeError } from '../../../src/errors.ts'
import { openStore, prepareStore } from '../../../src/store/open-store.ts'

/** Run as a process of its own (bundled by open-store.test.ts), so that it can be an ordinary user's. */
const outcome = await prepareStore(openStore(process.argv[2] ?? '')).then(
  () => 'prepared',
  (error: unknown) => (isPgsafeError(error) ? `${error.code}: ${error.message}` : String(error)),
)
process.stdout.write(outcome)
