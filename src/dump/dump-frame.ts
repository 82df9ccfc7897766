const trailer = '-- PostgreSQL database dump complete'

/**
 * pg_dump's header and closing comment (fact 16). Only what stands between statements is shown to it, so the same
 * words in a string, a body or a row mean nothing.
 */
export class DumpFrame {
  serverVersion: string | undefined
  clientVersion: string | undefined
  #restrictKey: string | undefined
  #begun = false
  #previousComment = ''
  #ending: 'none' | 'trailer' | 'closed' | 'unrestricted' = 'none'
  #followed = false

  /** A statement has been seen. */
  get begun(): boolean {
    return this.#begun
  }

  get restricted(): boolean {
    return this.#restrictKey !== undefined
  }

  /** A `--` comment between statements. */
  comment(text: string): void {
    const line = text.trimEnd()
    if (!this.#begun) this.#readVersions(line)
    if (line === trailer && this.#previousComment === '--') this.#ending = 'trailer'
    else if (this.#ending === 'trailer' && line === '--') this.#ending = 'closed'
    else if (this.#ending !== 'closed' || line !== '--') this.#interrupt()
    this.#previousComment = line
  }

  blockComment(): void {
    this.#previousComment = ''
    this.#interrupt()
  }

  /** A statement begins. */
  statement(): void {
    this.#begun = true
    this.blockComment()
  }

  /** `\restrict KEY`. False when it does not stand once, before all statements. */
  restrict(key: string): boolean {
    if (this.#begun || this.#restrictKey !== undefined) return false
    this.#restrictKey = key
    return true
  }

  /** `\unrestrict KEY`. False when it does not stand behind the closing comment with the header's key. */
  unrestrict(key: string): boolean {
    if (this.#ending !== 'closed' || key !== this.#restrictKey) return false
    this.#ending = 'unrestricted'
    return true
  }

  /** Why the end is not pg_dump's own, if so. */
  get incompleteBecause(): string | undefined {
    if (this.#ending === 'unrestricted') return undefined
    if (this.#ending === 'closed') {
      return this.restricted ? "the \\unrestrict line behind pg_dump's closing comment is missing" : undefined
    }
    return this.#followed
      ? "something follows pg_dump's closing comment"
      : 'the closing comment that pg_dump writes last is missing'
  }

  #readVersions(line: string): void {
    this.serverVersion ??= /^-- Dumped from database version (.+)$/.exec(line)?.[1]
    this.clientVersion ??= /^-- Dumped by pg_(?:dump|restore) version (.+)$/.exec(line)?.[1]
  }

  #interrupt(): void {
    if (this.#ending === 'none') return
    this.#ending = 'none'
    this.#followed = true
  }
}
