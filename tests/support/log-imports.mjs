import { appendFileSync } from 'node:fs'
import { register } from 'node:module'

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
register(`data:text/javascript,${encodeURIComponent(hook)}`, { data: process.env.LOG_IMPORTS })
