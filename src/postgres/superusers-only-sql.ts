/** OIDs below this belong to the server's own objects, which no dump holds (FirstNormalObjectId). */
export const firstUserOid = 16_384

/** Neither a member of an extension nor a part of one, as the array type of an extension's type is. */
export const notOfExtension = (catalogue: string, oid: string) =>
  `NOT EXISTS (SELECT FROM pg_depend m
      LEFT JOIN pg_depend p ON m.deptype = 'i' AND p.classid = m.refclassid AND p.objid = m.refobjid AND p.deptype = 'e'
     WHERE m.classid = '${catalogue}'::regclass AND m.objid = ${oid} AND (m.deptype = 'e' OR p.deptype = 'e'))`

interface Restricted {
  readonly what: string
  readonly catalogue: string
  /** An expression for its name; the catalogue's alias is `o`. */
  readonly name: string
  /** Which of them; default: every one. */
  readonly where?: string
}

const notOurs = (type: string) => `NOT pg_has_role((SELECT t.typowner FROM pg_type t WHERE t.oid = ${type}), 'USAGE')`

/** What CREATE refuses to everybody but superusers, also to the owner of the database (the manual's page of each statement). */
const restricted: readonly Restricted[] = [
  { what: 'event trigger', catalogue: 'pg_event_trigger', name: 'o.evtname' },
  {
    what: 'function',
    catalogue: 'pg_proc',
    name: 'o.oid::regprocedure',
    where: `o.prokind <> 'a' AND (o.proleakproof OR EXISTS (SELECT FROM pg_language l
              WHERE l.oid = o.prolang AND NOT l.lanpltrusted AND l.lanname <> 'sql'))`,
  },
  {
    what: 'base type',
    catalogue: 'pg_type',
    name: 'o.oid::regtype',
    where: `(o.typtype = 'b' AND o.typcategory <> 'A' OR NOT o.typisdefined)`,
  },
  { what: 'operator class', catalogue: 'pg_opclass', name: 'quote_ident(o.opcname)' },
  { what: 'operator family', catalogue: 'pg_opfamily', name: 'quote_ident(o.opfname)' },
  { what: 'access method', catalogue: 'pg_am', name: 'quote_ident(o.amname)' },
  { what: 'language', catalogue: 'pg_language', name: 'quote_ident(o.lanname)' },
  { what: 'foreign data wrapper', catalogue: 'pg_foreign_data_wrapper', name: 'quote_ident(o.fdwname)' },
  { what: 'text search parser', catalogue: 'pg_ts_parser', name: 'quote_ident(o.prsname)' },
  { what: 'text search template', catalogue: 'pg_ts_template', name: 'quote_ident(o.tmplname)' },
  {
    what: 'cast',
    catalogue: 'pg_cast',
    name: `format('(%s AS %s)', o.castsource::regtype, o.casttarget::regtype)`,
    where: `(o.castmethod = 'b' OR ${notOurs('o.castsource')} AND ${notOurs('o.casttarget')})`,
  },
]

/** Rows of (name): "the operator family x". */
export const superusersOnlySql = restricted
  .map(
    ({ what, catalogue, name, where = 'true' }) =>
      `SELECT '${what} ' || ${name} AS name FROM ${catalogue} o
        WHERE o.oid >= ${String(firstUserOid)} AND ${where} AND ${notOfExtension(catalogue, 'o.oid')}`,
  )
  .join('\nUNION ALL\n')
