// Writes THIRD-PARTY-NOTICES.md: every package that tsup bundles into dist, with its licence.
// `--check` changes nothing and ends with 1 when the file is not what it would write.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'tsup'

const root = join(import.meta.dirname, '..')
const noticesFile = join(root, 'THIRD-PARTY-NOTICES.md')

/** Builds once more, elsewhere, to learn from esbuild what really ends up in the bundle. */
async function bundledFiles() {
  const outDir = await mkdtemp(join(tmpdir(), 'pgsafe-notices-'))
  try {
    await build({ outDir, metafile: true, silent: true, onSuccess: undefined })
    const { outputs } = JSON.parse(await readFile(join(outDir, 'metafile-esm.json'), 'utf8'))
    return Object.values(outputs)
      .flatMap(({ inputs }) => Object.entries(inputs))
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([file]) => file)
  } finally {
    await rm(outDir, { recursive: true, force: true })
  }
}

/** "node_modules/a/node_modules/@b/c/index.js" → "node_modules/a/node_modules/@b/c"; undefined for our own files. */
function packageFolder(file) {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]
}

async function readPackage(folder) {
  const directory = join(root, folder)
  const { name, version, license } = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8'))
  const files = (await readdir(directory)).filter((file) => /^(licen[sc]e|copying|notice)\b/i.test(file)).sort()
  if (files.length === 0) throw new Error(`${folder} has no licence file: add its text by hand`)
  const texts = await Promise.all(files.map((file) => readFile(join(directory, file), 'utf8')))
  return { title: `${name} ${version}`, license, text: texts.map(tidy).join('\n\n') }
}

/** C code inside libpg-query's WebAssembly, whose licences its package does not carry: one text per file name. */
async function readCompiledIn() {
  const directory = join(import.meta.dirname, 'notices')
  const files = await readdir(directory)
  return Promise.all(
    files.map(async (file) => {
      const [, name, license] = /^(.+) \((.+)\)\.txt$/.exec(file)
      const text = tidy(await readFile(join(directory, file), 'utf8'))
      return { title: `${name}, compiled into libpg-query.wasm`, license, text }
    }),
  )
}

function tidy(text) {
  const lines = text.replaceAll('\r\n', '\n').trim().split('\n')
  return lines.map((line) => line.trimEnd()).join('\n')
}

/** Packages that share one licence text, word for word, share one section. */
function render(packages) {
  const sections = [...groupByText(packages)].map(([text, members]) => {
    const titles = members.map(({ title, license }) => `- ${title} (${license})`).join('\n')
    return `${titles}\n\n\`\`\`\n${text}\n\`\`\`\n`
  })
  return `# Third-party notices\n\npgsafe's own licence is in [LICENSE](LICENSE). Its published code contains parts of these packages.\n\n${sections.join('\n---\n\n')}`
}

function groupByText(packages) {
  const groups = new Map()
  for (const one of packages) groups.set(one.text, [...(groups.get(one.text) ?? []), one])
  return groups
}

process.chdir(root)
const folders = [...new Set((await bundledFiles()).map(packageFolder).filter((folder) => folder !== undefined))]
const packages = [...(await Promise.all(folders.map(readPackage))), ...(await readCompiledIn())]
const notices = render(packages.sort((a, b) => (a.title < b.title ? -1 : 1)))

if (!process.argv.includes('--check')) {
  await writeFile(noticesFile, notices)
} else if ((await readFile(noticesFile, 'utf8')) !== notices) {
  process.stderr.write('THIRD-PARTY-NOTICES.md is not current: npm run notices\n')
  process.exitCode = 1
}
