/** Loaded only for a terminal. Through a file of ours, so that what every start needs is one file (tsup.config.ts). */
export { default as createSpinner, type Ora as Spinner } from 'ora'
