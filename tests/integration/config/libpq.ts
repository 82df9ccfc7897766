import { spawnSync } from 'node:child_process'

/** What PQconninfoParse says of one string: the options it set, or that it refuses. */
export type LibpqVerdict = Readonly<Record<string, string>> | 'refused'

/** libpq has no command-line program that shows how it reads a URL: its own function is called through Python's ctypes. */
const program = `
import ctypes, ctypes.util, json, sys

class Option(ctypes.Structure):
    _fields_ = [(name, ctypes.c_char_p) for name in ('keyword', 'envvar', 'compiled', 'val', 'label', 'dispchar')]
    _fields_.append(('dispsize', ctypes.c_int))

libpq = None
for name in ('libpq.so.5', 'libpq.5.dylib', ctypes.util.find_library('pq')):
    try:
        libpq = libpq or (name and ctypes.CDLL(name))
    except OSError:
        pass
if not libpq:
    sys.exit('libpq was not found')
libpq.PQconninfoParse.restype = ctypes.POINTER(Option)
libpq.PQconninfoParse.argtypes = [ctypes.c_char_p, ctypes.POINTER(ctypes.c_char_p)]
libpq.PQconninfoFree.argtypes = [ctypes.POINTER(Option)]

def parse(text):
    error = ctypes.c_char_p()
    options = libpq.PQconninfoParse(text.encode(), ctypes.byref(error))
    if not options:
        return 'refused'
    found, index = {}, 0
    while options[index].keyword:
        if options[index].val is not None:
            found[options[index].keyword.decode()] = options[index].val.decode(errors='replace')
        index += 1
    libpq.PQconninfoFree(options)
    return found

print(json.dumps([parse(text) for text in json.load(sys.stdin)]))
`

/** Asks libpq about many strings at once. Throws when Python 3 or libpq is missing: a comparison with nothing proves nothing. */
export function askLibpq(texts: readonly string[]): LibpqVerdict[] {
  const python = spawnSync('python3', ['-c', program], { input: JSON.stringify(texts), encoding: 'utf8' })
  if (python.status !== 0) {
    const reason = python.error?.message ?? python.stderr.trim()
    throw new Error(`this test needs python3 and libpq (Debian: apt-get install python3-minimal libpq5): ${reason}`)
  }
  return JSON.parse(python.stdout) as LibpqVerdict[]
}
