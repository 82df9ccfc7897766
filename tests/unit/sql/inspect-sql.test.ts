import { describe, expect, it } from 'vitest'
import { guessStatement } from '../../../src/domain/command/guess-statement.ts'
import { type Severity, worstOf } from '../../../src/domain/command/severity.ts'
import { inspectSql } from '../../../src/sql/inspect-sql.ts'

async function judge(sql: string): Promise<{ severity: Severity; whats: string[]; reasons: readonly string[] }> {
  const { findings, reasons } = await inspectSql(sql)
  return {
    severity: worstOf(findings.map(({ severity }) => severity)),
    whats: findings.map(({ what }) => what),
    reasons,
  }
}

describe('statements', () => {
  it.each<[string, Severity, string[]]>([
    ['select 1', 'none', []],
    [`select 'drop table x'`, 'none', []],
    ['select "drop table x" from y -- drop table z', 'none', []],
    ['/* truncate x */ insert into y values (1)', 'none', []],
    ['create table x (id int)', 'none', []],
    [`insert into "t" (a, b) values (1, 'drop table x'), (2, null)`, 'none', []],
    [`insert into t values (admin.wipe('x'))`, 'inspect', ['call the function admin.wipe']],
    [`with d as (delete from t) insert into u values (1)`, 'some', ['delete every row of t']],
    ['explain delete from t', 'none', []],
    ['create function f() returns void language sql as $$ drop table x $$', 'none', []],
    ['begin; select now(), count(*) from t; commit', 'none', []],
    ['drop database "my shop"', 'database', ['drop database my shop']],
    ['drop owned by app cascade', 'all', ['drop everything that is owned by app']],
    ['drop tablespace fast', 'database', ['drop tablespace fast']],
    [
      'drop schema if exists public cascade; create schema public',
      'all',
      ['drop schema public with everything that depends on it'],
    ],
    ['DROP TABLE "a b".c, d', 'all', ['drop table a b.c, d']],
    ['truncate a, only b restart identity', 'all', ['empty a, b']],
    ['delete from t', 'some', ['delete every row of t']],
    ['delete from t where true', 'some', ['delete every row of t']],
    ['delete from t where 1=1', 'some', ['delete every row of t']],
    ['delete from t where id = 1', 'some', ['delete rows of t']],
    ['update s.t set a = 1', 'some', ['update every row of s.t']],
    ['with d as (delete from t returning *) select * from d', 'some', ['delete every row of t']],
    ['explain analyze delete from t', 'some', ['delete every row of t']],
    [
      'alter table t drop column c, alter column d type int, add column e int',
      'some',
      ['drop column c, change the type of column d of t'],
    ],
    ['alter table t disable row level security', 'some', ['disable row security of t']],
    ['alter table t add column c int', 'none', []],
    ['drop view v', 'some', ['drop view v']],
    ['drop function f(int)', 'some', ['drop function f']],
    ['drop extension hstore cascade', 'some', ['drop extension hstore with everything that depends on it']],
    ['drop role app', 'some', ['drop role app']],
    [
      'insert into t values (1) on conflict (id) do update set a = 2',
      'some',
      ['overwrite rows of t where they conflict'],
    ],
    ['merge into t using s on t.id = s.id when matched then delete', 'some', ['merge into t']],
    ['do $$ begin truncate users; end $$', 'all', ['run a code block: empty users']],
    [`do $$ begin execute 'dr' || 'op'; end $$`, 'inspect', ['run a code block']],
    ['call wipe()', 'inspect', ['call a procedure']],
    ['select admin.wipe()', 'inspect', ['call the function admin.wipe']],
    ['select truncate_all()', 'inspect', ['call the function truncate_all']],
    [`copy t from program 'x'`, 'inspect', ['run a program on the server']],
    ['alter database a rename to b', 'some', ['rename database a']],
  ])('%s', async (sql, severity, whats) => expect(await judge(sql)).toEqual({ severity, whats, reasons: [] }))
})

describe('psql scripts', () => {
  it.each([
    ['\\c other', '\\c goes on in another database'],
    ['\\connect "dbname=x password=hunter2"', 'another database'],
    ['\\i other.sql', 'runs another file'],
    [`select 'drop table ' || t from x \\gexec`, 'runs the results of a query'],
    ['\\set x `rm -rf /`', 'runs a program'],
    ['\\! dropdb shop', 'runs a program'],
    ['delete from :table where id = :id;', 'variables'],
    ['drop table if not a statement at all', 'could not be parsed'],
  ])('%s', async (sql, reason) => expect((await judge(sql)).reasons.join()).toContain(reason))

  it('never repeats what a connection string says', async () => {
    expect(JSON.stringify(await judge('\\c postgres://u:hunter2@h/d'))).not.toContain('hunter2')
  })

  it('reads commands that change nothing without a word', async () => {
    expect(await judge('\\set ON_ERROR_STOP on\n\\timing\n\\echo drop table x\nselect 1;\n\\q')).toMatchObject({
      severity: 'none',
      reasons: [],
    })
  })

  it('goes on after data, strings and casts', async () => {
    const sql = "copy t from stdin;\n1\tdrop table x;\n\\.\nselect ';'::text, $a$;$a$, a[1:2] from y;\ntruncate z;"
    expect(await judge(sql)).toEqual({ severity: 'all', whats: ['empty z'], reasons: [] })
  })

  it('reads what people write by mistake without end', async () => {
    for (const cut of ["select 'x", 'select $a$ x', '/* x', 'select "x', 'copy t from stdin;\n1', '\\', ':']) {
      expect((await inspectSql(cut)).findings).toEqual([])
    }
  })

  it('still judges the statements around one that cannot be parsed', async () => {
    const { whats } = await judge('truncate a; frobnicate; drop table b')
    expect(whats).toEqual(['empty a', 'drop table b'])
  })
})

it('judges by words where the parser cannot help', () => {
  expect(guessStatement('DROP TABLE IF EXISTS a.b; delete from "c d" where x').map(({ what }) => what)).toEqual([
    'drop table a.b',
    'delete rows of "c d"',
  ])
  expect(guessStatement('select * from t for update')).toEqual([])
})
