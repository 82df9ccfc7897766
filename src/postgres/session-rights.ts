/**
 * Whether we may terminate session `a` of pg_stat_activity: the server's own rule. One refused pid would abort a whole SELECT of
 * pg_terminate_backend() calls (fact 6), so ask before calling.
 */
export const mayTerminateSql = `
  ((SELECT me.rolsuper FROM pg_roles me WHERE me.rolname = current_user)
    OR (a.usesysid IS NOT NULL
        AND NOT (SELECT r.rolsuper FROM pg_roles r WHERE r.oid = a.usesysid)
        AND (pg_has_role(a.usesysid, 'USAGE') OR pg_has_role('pg_signal_backend', 'USAGE'))))`

/**
 * Sessions that make a rename or a drop of their database fail. Autovacuum gives way by itself, parallel workers go with their
 * leader. The type is hidden in other roles' sessions; without a role such a one is autovacuum.
 */
export const blockingSessionsSql = `
  pg_stat_activity a
  WHERE a.pid <> pg_backend_pid()
    AND coalesce(a.backend_type NOT IN ('autovacuum worker', 'parallel worker'), a.usesysid IS NOT NULL)`
