/** Loaded only for SQL that has to be understood. Through a file of ours, so that what every start needs is one file (tsup.config.ts). */
export { parse } from 'libpg-query'
