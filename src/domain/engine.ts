/** How the state before a destructive command is kept: a dump in the store, a copy of the database on its server, or both. */
export type Engine = 'dump' | 'snapshot' | 'both'
