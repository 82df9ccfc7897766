/** Tables with a key, an index and a few rows each, as a multi-tenant application has. */
export function manyTables(count: number): string {
  // In portions: one transaction would need a lock for each.
  return `DO $$ BEGIN FOR n IN 1..${String(count)} LOOP
    EXECUTE format('CREATE TABLE tenant_%s (id integer PRIMARY KEY, name text NOT NULL, at timestamptz)', n);
    EXECUTE format('INSERT INTO tenant_%s SELECT i, md5(i::text), timestamptz ''2025-01-01 UTC'' FROM generate_series(1, 3) i', n);
    IF n % 500 = 0 THEN COMMIT; END IF;
  END LOOP; END $$;`
}

/** 2 GB with 15 million rows. */
export function hugeTable(rows: number): string {
  return `SET synchronous_commit = off;
    CREATE TABLE measurements (id bigint, sensor integer, at timestamptz, value double precision, quality text, batch uuid);
    INSERT INTO measurements SELECT n, n % 5000, timestamptz '2024-01-01 UTC' + n * interval '1 second', sin(n), (ARRAY['good','fair','bad'])[1 + n % 3],
      md5((n / 100)::text)::uuid FROM generate_series(1, ${String(rows)}) n;
    ALTER TABLE measurements ADD PRIMARY KEY (id);`
}

export function largeObjects(count: number): string {
  return `SET synchronous_commit = off;
    DO $$ BEGIN FOR n IN 1..${String(count)} LOOP
      PERFORM lo_from_bytea(0, decode(repeat(md5(n::text), 1 + n % 20), 'hex'));
      IF n % 10000 = 0 THEN COMMIT; END IF;
    END LOOP; END $$;`
}

/** One value that is a line of that many megabytes in a dump, and compresses badly. */
export function longRow(megabytes: number): string {
  return `CREATE TABLE long (id integer PRIMARY KEY, body text);
    INSERT INTO long SELECT 1, string_agg(md5(n::text), '') FROM generate_series(1, ${String(megabytes * 32_768)}) n;
    INSERT INTO long SELECT n, 'short' FROM generate_series(2, 1000) n;`
}
