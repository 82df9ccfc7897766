import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findNextSteps } from '../../../src/steps/find-next-steps.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pgsafe-steps-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('findNextSteps', () => {
  it.each([
    ['devDependencies', { devDependencies: { prisma: '7' } }],
    ['dependencies', { dependencies: { '@prisma/client': '7' } }],
  ])('knows a Prisma project by its %s', async (_where, content) => {
    writeFileSync(join(root, 'package.json'), JSON.stringify(content))
    expect(await findNextSteps(root)).toEqual([
      'Regenerate Prisma Client: npx prisma generate',
      'Verify data: npx prisma studio',
    ])
  })

  it('names the project’s own scripts where it has them', async () => {
    const scripts = { 'prisma:generate': 'x', 'prisma:studio': 'y' }
    writeFileSync(join(root, 'package.json'), JSON.stringify({ scripts, dependencies: { prisma: '7' } }))
    expect(await findNextSteps(root)).toEqual([
      'Regenerate Prisma Client: npm run prisma:generate',
      'Verify data: npm run prisma:studio',
    ])
  })

  it.each([
    ['no package.json', undefined],
    ['a broken one', '{'],
    ['another kind of project', '{"dependencies":{"knex":"3"}}'],
  ])('suggests nothing with %s', async (_what, content) => {
    if (content !== undefined) writeFileSync(join(root, 'package.json'), content)
    expect(await findNextSteps(root)).toEqual([])
  })
})
