/**
 * Roles that managed services create in every server of theirs. Ordinary roles can read pg_roles, so they show through any
 * tunnel. A restored copy of production can carry them too: guard.allow with the database's name is the answer to that.
 */
export const managedRoles: Readonly<Record<string, string>> = {
  rdsadmin: 'Amazon RDS',
  rds_superuser: 'Amazon RDS',
  cloudsqlsuperuser: 'Google Cloud SQL',
  cloudsqladmin: 'Google Cloud SQL',
  alloydbsuperuser: 'Google AlloyDB',
  azure_pg_admin: 'Azure',
  azuresu: 'Azure',
  supabase_admin: 'Supabase',
  neon_superuser: 'Neon',
  cloud_admin: 'Neon',
  doadmin: 'DigitalOcean',
  avnadmin: 'Aiven',
  tsdbadmin: 'Timescale',
  crunchy_superuser: 'Crunchy Bridge',
  flypgadmin: 'Fly',
}

/** The part before the dot of the settings that they add. */
export const managedSettings: Readonly<Record<string, string>> = {
  rds: 'Amazon RDS',
  cloudsql: 'Google Cloud SQL',
  alloydb: 'Google AlloyDB',
  azure: 'Azure',
  neon: 'Neon',
  supautils: 'Supabase',
  tsdb: 'Timescale',
}

/** Services whose images people also run on their own machine: there TLS and archiving are off, in the service they are on. */
export const locallyRun: ReadonlySet<string> = new Set(['Supabase'])
