// Loaded into pgsafe before it starts (NODE_OPTIONS=--import): lets one operation on the files below a folder fail, as a bad
// or full disk would. Says in a file which operations came by, and which one failed.
import { appendFileSync, constants } from 'node:fs'
import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { sep } from 'node:path'

const {
  FAULT_BELOW: below = '',
  FAULT_KIND: kind,
  FAULT_AT: at,
  FAULT_ERRNO: errno = 'EIO',
  FAULT_LOG: log = '',
} = process.env
const paths = new WeakMap()
const directories = new WeakSet()
let count = 0

/** Throws when this is the operation that is to fail. */
function pass(found, path) {
  if (typeof path !== 'string' || !path.startsWith(below + sep)) return
  const kinds = /\.json(\.|$)/.test(path) && !path.includes('.pgsafe/journal') ? [found, `${found} manifest`] : [found]
  appendFileSync(log, `${kinds.join('\n')}\n`)
  if (!kinds.includes(kind)) return
  count += 1
  if (count !== Number(at)) return
  appendFileSync(log, `FAILED ${path}\n`)
  throw Object.assign(new Error(`${errno}: injected, ${found} '${path}'`), { code: errno, syscall: found, path })
}

/** Each handle has a close of its own. The file is closed all the same: that is how a network file system tells of lost writes. */
function failClosing(handle, path) {
  const { close } = handle
  handle.close = async () => {
    await close.call(handle)
    pass('close', path)
  }
}

function replace(owner, name, wrap) {
  owner[name] = wrap(owner[name])
}

replace(fs, 'open', (original) => async (path, flags = 'r', ...more) => {
  const creates = typeof flags === 'number' ? (flags & constants.O_CREAT) !== 0 : flags !== 'r'
  if (creates) pass('open', path)
  const handle = await original(path, flags, ...more)
  paths.set(handle, path)
  if ((await handle.stat()).isDirectory()) directories.add(handle)
  else if (creates) failClosing(handle, path)
  return handle
})
for (const name of ['rename', 'link']) {
  replace(fs, name, (original) => async (from, to) => {
    pass('rename', to)
    return await original(from, to)
  })
}
const probe = await fs.open(tmpdir())
const handles = Object.getPrototypeOf(probe)
await probe.close()
for (const name of ['write', 'writeFile']) {
  replace(
    handles,
    name,
    (original) =>
      async function (...args) {
        pass('write', paths.get(this))
        return await original.apply(this, args)
      },
  )
}
replace(
  handles,
  'sync',
  (original) =>
    async function () {
      const path = paths.get(this)
      if (directories.has(this)) pass('directory fsync', `${path}${sep}`)
      else pass('fsync', path)
      return await original.apply(this)
    },
)
syncBuiltinESMExports()
