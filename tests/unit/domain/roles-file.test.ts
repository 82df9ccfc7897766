import { expect, it } from 'vitest'
import { parseBackupName } from '../../../src/domain/backup-name.ts'
import { isRolesFile, rolesFileName } from '../../../src/domain/roles-file.ts'

it.each(['shop_2025-11-20T10-35-00.sql.gz', 'x.roles.sql_2025-11-20T10-35-00-2.dir'])(
  'kept roles are called after their backup (%s), and are no backup themselves',
  (backup) => {
    expect(isRolesFile(rolesFileName(backup))).toBe(true)
    expect(parseBackupName(rolesFileName(backup))).toBeUndefined()
    expect(isRolesFile(backup)).toBe(false)
  },
)

it.each(['my.roles.sql', '.roles.sql', 'shop_2025-11-20T10-35-00.roles.sql'])(
  'a file of somebody else (%s) is not hidden',
  (name) => expect(isRolesFile(name)).toBe(false),
)
