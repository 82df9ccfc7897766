import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAclItem } from '../../../src/domain/acl-item.ts'

const connect = { name: 'CONNECT', grantable: false }

describe('parseAclItem', () => {
  it.each([
    ['=c/postgres', { grantee: null, grantor: 'postgres', privileges: [connect] }],
    [
      'app=C*Tc/owner',
      {
        grantee: 'app',
        grantor: 'owner',
        privileges: [{ name: 'CREATE', grantable: true }, { name: 'TEMPORARY', grantable: false }, connect],
      },
    ],
    ['"a=b/""c"""=c/"-o"', { grantee: 'a=b/"c"', grantor: '-o', privileges: [connect] }],
    ['app=/owner', { grantee: 'app', grantor: 'owner', privileges: [] }],
  ])('reads %s', (text, item) => {
    expect(parseAclItem(text)).toEqual(item)
  })

  it.each(['', 'app', 'app=c', 'app=r/owner', '"open=c/owner'])('makes nothing of %j', (text) => {
    expect(parseAclItem(text)).toBeUndefined()
  })

  it('reads every role name that the server quotes', () => {
    const name = fc.string({ minLength: 1 })
    fc.assert(
      fc.property(name, name, (grantee, grantor) => {
        const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
        const item = parseAclItem(`${quote(grantee)}=c/${quote(grantor)}`)
        expect(item).toEqual({ grantee, grantor, privileges: [connect] })
      }),
    )
  })
})
