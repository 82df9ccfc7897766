import { describe, expect, it } from 'vitest'
import { chooseUndo } from '../../../src/domain/choose-undo.ts'

const shop = { systemIdentifier: '7', name: 'shop' }
const step = (id: string, own: { backupId?: string; keptDatabase?: object; target?: typeof shop } = {}) => ({
  id,
  target: shop,
  backupId: null,
  keptDatabase: null,
  ...own,
})
const kept = { keptDatabase: {} }

describe('chooseUndo', () => {
  it('takes the newest step that left something to go back to', () => {
    const chain = [step('a', kept), step('b', { backupId: 'x' }), step('c')]
    expect(chooseUndo(chain, shop, undefined).id).toBe('b')
  })

  it('takes an undo like any other step, so that a second undo reverses the first', () => {
    const afterFirstUndo = [step('restore'), step('undo', kept)]
    expect(chooseUndo(afterFirstUndo, shop, undefined).id).toBe('undo')
  })

  it('takes the one that is named, whatever came after it', () => {
    expect(chooseUndo([step('a', kept), step('b', kept)], shop, 'a').id).toBe('a')
  })

  it.each([
    ['another database', { ...shop, name: 'other' }],
    ['another server', { ...shop, systemIdentifier: '8' }],
  ])('never takes a step of %s', (_what, target) => {
    const chain = [step('a', { ...kept, target })]
    expect(() => chooseUndo(chain, shop, undefined)).toThrow('nothing was replaced that could be put back for "shop"')
    expect(() => chooseUndo(chain, shop, 'a')).toThrow('there is no step "a" to undo for "shop"')
  })

  it('says how to reverse the named one of another database on this server', () => {
    const chain = [step('a', { ...kept, target: { ...shop, name: 'my copy' } })]
    const refused = expect.objectContaining({ hint: expect.stringContaining("pgsafe undo a --to 'my copy'") as string })
    expect(() => chooseUndo(chain, shop, 'a')).toThrow(refused as Error)
  })

  it('names the backup when the server was made anew, as by docker compose down -v', () => {
    const chain = [step('a', { backupId: 'x1', target: { ...shop, systemIdentifier: '8' } })]
    const refused = expect.objectContaining({
      hint: expect.stringContaining('pgsafe restore --id x1 --force-target') as string,
    })
    expect(() => chooseUndo(chain, shop, undefined)).toThrow(refused as Error)
  })
})
