/** What stands in a database but in no schema: publications, foreign servers, event triggers, extensions … */
export interface DatabaseObject {
  /** PostgreSQL's word: "publication", "server", "foreign-data wrapper", "event trigger", "default acl". */
  readonly type: string
  /** Quoted as in SQL where need be. */
  readonly identity: string
  /** This role may drop it. */
  readonly ours: boolean
  /** Schemas of users that take it along when they are dropped: an extension lives in one. */
  readonly schemas: readonly string[]
}
