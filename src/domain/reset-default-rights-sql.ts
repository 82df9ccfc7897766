/** One row for each ALTER DEFAULT PRIVILEGES that is not tied to a schema. */
const entries = `(SELECT pg_get_userbyid(defaclrole) AS role, defaclacl AS rights, CASE defaclobjtype
        WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS'
        ELSE 'LARGE OBJECTS' END AS kind FROM pg_default_acl WHERE defaclnamespace = 0) entry`

const grantee = `CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END`

/**
 * Yields the statements that bring the default privileges for all schemas back to what every role starts with; the server then
 * forgets the entry. Those of one schema go with it.
 */
export const resetDefaultRightsSql = `SELECT DISTINCT format('ALTER DEFAULT PRIVILEGES FOR ROLE %I REVOKE ALL ON %s FROM %s', role, kind, ${grantee})
      FROM ${entries}, aclexplode(rights) UNION ALL
    SELECT format('ALTER DEFAULT PRIVILEGES FOR ROLE %I GRANT ALL ON %s TO %1$I', role, kind) FROM ${entries} UNION ALL
    SELECT format('ALTER DEFAULT PRIVILEGES FOR ROLE %I GRANT ALL ON %s TO PUBLIC', role, kind) FROM ${entries}
     WHERE kind IN ('FUNCTIONS', 'TYPES')`
