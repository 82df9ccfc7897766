import { describe, expect, it } from 'vitest'
import { isOwnDatabase, keptDatabaseName, sideDatabaseName } from '../../../src/domain/database-names.ts'

describe('our own databases', () => {
  it('are known by their names, which fit into the 63 bytes of an identifier', () => {
    for (const name of [sideDatabaseName('a1b2c3d4e5'), keptDatabaseName('a1b2c3d4e5')]) {
      expect(isOwnDatabase(name)).toBe(true)
      expect(name.length).toBeLessThan(64)
    }
  })

  it.each(['shop', 'pgsafe', 'pgsafe_old', 'pgsafe_old_', 'my_pgsafe_old_x', 'pgsafe_backup_x', 'pgsafe_side_x y'])(
    'do not include %s',
    (name) => {
      expect(isOwnDatabase(name)).toBe(false)
    },
  )
})
