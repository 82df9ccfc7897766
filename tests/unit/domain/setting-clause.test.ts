import { describe, expect, it } from 'vitest'
import { formatSettingClause, settingName } from '../../../src/domain/setting-clause.ts'

describe('formatSettingClause', () => {
  it.each([
    ['work_mem=65536', `"work_mem" TO '65536'`],
    ['TimeZone=Europe/Berlin', `"TimeZone" TO 'Europe/Berlin'`],
    ['app.tenant=a=b, c', `"app.tenant" TO 'a=b, c'`],
    [`app.quote=it's`, `"app.quote" TO 'it''s'`],
    ['app.empty=', `"app.empty" TO ''`],
    ['DateStyle=ISO, DMY', `"DateStyle" TO 'ISO, DMY'`],
  ])('keeps the value of %s as one text', (stored, clause) => {
    expect(formatSettingClause(stored)).toBe(clause)
  })

  it.each([
    ['search_path="$user", app', `"search_path" TO '$user', 'app'`],
    ['search_path=""', `"search_path" TO ''`],
    ['search_path=', `"search_path" TO ''`],
    ['search_path="a, ""b""", c ,d', `"search_path" TO 'a, "b"', 'c', 'd'`],
    [`session_preload_libraries="it's", auto_explain`, `"session_preload_libraries" TO 'it''s', 'auto_explain'`],
  ])('keeps the names of the list %s apart', (stored, clause) => {
    expect(formatSettingClause(stored)).toBe(clause)
  })

  it('takes the name up to the first equals sign', () => {
    expect(settingName('app.x=a=b')).toBe('app.x')
  })
})
