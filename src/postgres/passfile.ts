import { writeFile } from 'node:fs/promises'
import { PgsafeError } from '../errors.ts'

/**
 * Writes a passfile (0600) that offers `password` to whatever server asks: the child connects where its PG* variables say,
 * nowhere else. Throws `invalid-url` for a password that a passfile cannot hold. https://www.postgresql.org/docs/current/libpq-pgpass.html
 */
export async function writePassfile(path: string, password: string): Promise<void> {
  if (/[\0\r\n]/.test(password)) {
    throw new PgsafeError('invalid-url', 'the password contains a line break or a NUL character', {
      hint: 'check the percent-encoding of the password in the URL; a passfile holds one password per line',
    })
  }
  const escaped = password.replace(/[\\:]/g, '\\$&')
  await writeFile(path, `*:*:*:*:${escaped}\n`, { mode: 0o600, flag: 'wx' })
}
