import { describe, expect, it } from 'vitest'
import type { DatabaseProperties } from '../../../src/domain/manifest.ts'
import { findUnapplied, planPropertyChanges } from '../../../src/domain/property-changes.ts'

const plain: DatabaseProperties = {
  owner: 'app',
  acl: null,
  tablespace: 'pg_default',
  connectionLimit: -1,
  isTemplate: false,
  allowConnections: true,
  encoding: 'UTF8',
  localeProvider: 'c',
  collate: 'C',
  ctype: 'C',
  icuLocale: null,
  icuRules: null,
  collationVersion: null,
  comment: null,
  settings: [],
  securityLabels: [],
}

describe('planPropertyChanges', () => {
  it('sets only the owner of a database with nothing special', () => {
    expect(planPropertyChanges('a "side"', plain)).toEqual([
      { what: 'owner app', statements: ['ALTER DATABASE "a ""side""" OWNER TO "app"'] },
    ])
  })

  it('gives the database away after what only its owner may do, then grants, and hinders a drop last', () => {
    const special = {
      ...plain,
      acl: ['reader=c/granter', '=Tc/app', 'granter=c*/app'],
      comment: 'hello',
      connectionLimit: 5,
      isTemplate: true,
      allowConnections: false,
      settings: [{ role: 'reader', setting: 'work_mem=1MB' }],
    }
    const changes = planPropertyChanges('side', special)
    expect(changes.map(({ what }) => what)).toEqual([
      'setting work_mem of role reader',
      'comment',
      'connection limit 5',
      'owner app',
      'default grants',
      'grant =Tc/app',
      'grant granter=c*/app',
      'grant reader=c/granter',
      'mark as template',
      'ban on connections',
    ])
    expect(changes.at(6)?.statements).toEqual([
      'SET ROLE "app"',
      'GRANT CONNECT ON DATABASE "side" TO "granter" WITH GRANT OPTION',
      'RESET ROLE',
    ])
  })
})

describe('findUnapplied', () => {
  it('is empty for equal properties, whatever the order of grants', () => {
    const [one, two] = ['=Tc/app', 'app=CTc/app']
    expect(findUnapplied({ ...plain, acl: [one, two] }, { ...plain, acl: [two, one] })).toEqual([])
  })

  it('names each difference in words', () => {
    const wanted = {
      ...plain,
      acl: ['=Tc/app'],
      comment: 'x',
      tablespace: 'fast',
      settings: [{ role: null, setting: 'work_mem=1MB' }],
      securityLabels: [{ provider: 'selinux', label: 'l' }],
    }
    expect(findUnapplied(wanted, { ...plain, owner: 'me' })).toEqual([
      'owner app',
      'grant =Tc/app',
      'tablespace fast',
      'comment',
      'setting work_mem',
      'security label of selinux',
    ])
  })

  it('notices default grants that could not be taken away', () => {
    const wanted = { ...plain, acl: ['app=CTc/app'] }
    expect(findUnapplied(wanted, { ...plain, acl: ['=Tc/app', 'app=CTc/app'] })).toEqual(['default grants'])
  })
})
