/** This release, as `--version` prints it and manifests record it. package.json says the same: a test compares them. */
export const pgsafeVersion = '0.1.0'
