import { findJsonError } from '../domain/find-json-error.ts'
import { invalidConfig } from './config-file-error.ts'

/** JSON, with the place of a mistake instead of the parser's quotation. */
export function loadJsonConfig(path: string, text: string): unknown {
  const content = text.replace(/^\uFEFF/, '')
  try {
    return JSON.parse(content) as unknown
  } catch (error) {
    // The parser's own error quotes the file: it does not even go along as a cause.
    if (error instanceof SyntaxError) throw invalidConfig(`${path}, ${findJsonError(content)}: is not valid JSON`)
    throw error
  }
}
