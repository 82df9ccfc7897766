import type { Token } from './sql-token.ts'
import { hasWords, punctuationAt, wordAt } from './statement-words.ts'

/** Settings in a dump's header that mean nothing to the building of an index. */
const irrelevant = new Set([
  'statement_timeout',
  'lock_timeout',
  'idle_in_transaction_session_timeout',
  'transaction_timeout',
  'standard_conforming_strings',
  'check_function_bodies',
  'xmloption',
  'client_min_messages',
  'row_security',
  'default_table_access_method',
])

/** Under which an index build means in one session what it means in another: as pg_dump's header makes them. */
const usual: Readonly<Record<string, string>> = { client_encoding: 'utf8', search_path: '', default_tablespace: '' }

/** Follows the settings that a dump makes for its session. */
export class SessionSettings {
  readonly #values = new Map<string, string>()
  #strange = false

  /** Another session of ours, with the usual settings, takes an index build as this one would. */
  get usual(): boolean {
    return !this.#strange && Object.entries(usual).every(([name, value]) => this.#values.get(name) === value)
  }

  /** Takes a whole statement: only SET, RESET and set_config() matter. Whatever else they do cannot be judged from then on. */
  saw(tokens: readonly Token[]): void {
    const verb = wordAt(tokens, 0)
    if (verb === 'set') this.#set(tokens)
    else if (verb === 'reset') this.#strange = true
    else if (verb === 'select' && tokens.some(({ text }) => text.toLowerCase() === 'set_config')) this.#call(tokens)
  }

  #set(tokens: readonly Token[]): void {
    const name = wordAt(tokens, 1)
    const value = tokens[3]
    if (irrelevant.has(name)) return
    if (punctuationAt(tokens, 2) === '=' && tokens.length === 4 && value !== undefined && name in usual) {
      this.#values.set(name, value.text.toLowerCase())
    } else this.#strange = true
  }

  #call(tokens: readonly Token[]): void {
    const [name, comma, value] = tokens.slice(5, 8)
    const isPath = hasWords(tokens, 1, ['pg_catalog']) && name?.text === 'search_path' && comma?.text === ','
    if (isPath && value?.kind === 'string') this.#values.set('search_path', value.text)
    else this.#strange = true
  }
}
