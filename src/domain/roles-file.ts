import { parseBackupName } from './backup-name.ts'

const ending = '.roles.sql'

/** What the server's roles are called that were kept with a backup (fact 17): beside it, under its name. */
export function rolesFileName(backup: string): string {
  return `${backup}${ending}`
}

/** Whether a name in the store is that of kept roles: no backup of its own. */
export function isRolesFile(name: string): boolean {
  return name.endsWith(ending) && parseBackupName(name.slice(0, -ending.length)) !== undefined
}
