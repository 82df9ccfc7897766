import { appendFileSync } from 'node:fs'
import { createRequire, register } from 'node:module'
import { pathToFileURL } from 'node:url'

// Given to node with --import: every module that the program loads is written, a line each, into the file LOG_IMPORTS.
const hook = `
  import { appendFileSync } from 'node:fs'
  let log
  export const initialize = (path) => void (log = path)
  export async function load(url, context, next) {
    appendFileSync(log, url + '\\n')
    return next(url, context)
  }`
appendFileSync(process.env.LOG_IMPORTS, '')
// What is required passes by the hook, but stays in Node's own list.
const { cache } = createRequire(import.meta.url)
process.on('exit', () => {
  for (const path of Object.keys(cache)) appendFileSync(process.env.LOG_IMPORTS, `${pathToFileURL(path).href}\n`)
})
register(`data:text/javascript,${encodeURIComponent(hook)}`, { data: process.env.LOG_IMPORTS })
