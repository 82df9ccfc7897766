/** Deterministic: the same seed and size give the same rows on every server. */
const seed = 20_251

/** 1,024 phrases of 3 to 12 words out of 512, as an array that is made once. */
const phrases = `phrases AS MATERIALIZED (
    SELECT array_agg(words ORDER BY p) AS list FROM (
      SELECT p, string_agg(substr(md5((pick(p * 100 + w, 1, 512))::text), 1, 3 + pick(p * 100 + w, 2, 7)), ' ' ORDER BY w) AS words
      FROM generate_series(1, 1024) p, generate_series(1, 3 + pick(p, 3, 10)) w GROUP BY p) made)`
const phrase = (salt: number) => `(SELECT list FROM phrases)[1 + pick(n, ${String(salt)}, 1024)]`
const moment = (salt: number) =>
  `timestamptz '2024-01-01 UTC' + pick(n, ${String(salt)}, 63072000) * interval '1 second'`
const choice = (salt: number, ...values: string[]) =>
  `(ARRAY[${values.map((value) => `'${value}'`).join(',')}])[1 + pick(n, ${String(salt)}, ${String(values.length)})]`

/**
 * A shop: six tables with text, numbers, moments and jsonb, indexes and foreign keys. `orders` decides its size: 100,000 of them
 * make about 210 MB.
 */
export function shopOf(orders: number): string {
  const [customers, products] = [Math.ceil(orders / 10), Math.ceil(orders / 50)]
  const rows = (count: number) => `FROM generate_series(1, ${String(Math.ceil(count))}) AS n`
  return `
SET synchronous_commit = off;
CREATE FUNCTION pick(n bigint, salt bigint, below integer) RETURNS integer LANGUAGE sql IMMUTABLE AS
  $$ SELECT ((hashint8extended(n, salt + ${String(seed)}) & 2147483647) % below)::integer $$;
CREATE TABLE customers (id integer, email text NOT NULL, name text NOT NULL, city text, joined timestamptz NOT NULL, profile jsonb);
WITH ${phrases} INSERT INTO customers SELECT n, md5(n::text) || '@example.com', initcap(${phrase(10)}),
  initcap(${choice(11, 'lyon', 'porto', 'graz', 'turku', 'malmö', 'gdansk', 'cork', 'gent')}), ${moment(12)},
  jsonb_build_object('newsletter', pick(n, 13, 2) = 1, 'points', pick(n, 14, 5000), 'about', ${phrase(15)}) ${rows(customers)};
CREATE TABLE products (id integer, sku text NOT NULL, title text NOT NULL, price numeric(10,2) NOT NULL, attributes jsonb, description text);
WITH ${phrases} INSERT INTO products SELECT n, 'SKU-' || upper(substr(md5(n::text), 1, 10)), ${phrase(20)}, pick(n, 21, 100000) / 100.0,
  jsonb_build_object('colour', ${choice(22, 'red', 'green', 'blue', 'black')}, 'weight', pick(n, 23, 9000)),
  ${phrase(24)} || '. ' || ${phrase(25)} || '. ' || ${phrase(26)} ${rows(products)};
CREATE TABLE orders (id bigint, customer_id integer NOT NULL, placed_at timestamptz NOT NULL, status text NOT NULL, total numeric(12,2), note text);
WITH ${phrases} INSERT INTO orders SELECT n, 1 + pick(n, 30, ${String(customers)}), ${moment(31)},
  ${choice(32, 'new', 'paid', 'packed', 'sent', 'returned')}, pick(n, 33, 1000000) / 100.0,
  CASE WHEN pick(n, 34, 3) = 0 THEN ${phrase(35)} END ${rows(orders)};
CREATE TABLE order_items (order_id bigint, line integer, product_id integer NOT NULL, quantity integer NOT NULL, price numeric(10,2) NOT NULL);
INSERT INTO order_items SELECT 1 + (n - 1) / 2, 1 + (n - 1) % 2, 1 + pick(n, 40, ${String(products)}), 1 + pick(n, 41, 9), pick(n, 42, 100000) / 100.0
  ${rows(orders * 2)};
CREATE TABLE events (id bigint, customer_id integer, happened_at timestamptz NOT NULL, kind text NOT NULL, payload jsonb NOT NULL);
WITH ${phrases} INSERT INTO events SELECT n, 1 + pick(n, 50, ${String(customers)}), ${moment(51)}, ${choice(52, 'view', 'search', 'basket', 'login')},
  jsonb_build_object('session', md5((n / 7)::text), 'path', '/' || replace(${phrase(53)}, ' ', '/'), 'ms', pick(n, 54, 4000)) ${rows(orders * 2)};
CREATE TABLE documents (id integer, customer_id integer, created_at timestamptz NOT NULL, body text NOT NULL);
WITH ${phrases} INSERT INTO documents SELECT n, 1 + pick(n, 60, ${String(customers)}), ${moment(61)},
  (SELECT string_agg((SELECT list FROM phrases)[1 + pick(n * 64 + part, 62, 1024)], '. ') FROM generate_series(1, 60) part) ${rows(orders / 10)};
ALTER TABLE customers ADD PRIMARY KEY (id), ADD UNIQUE (email);
ALTER TABLE products ADD PRIMARY KEY (id), ADD UNIQUE (sku);
ALTER TABLE orders ADD PRIMARY KEY (id), ADD FOREIGN KEY (customer_id) REFERENCES customers;
ALTER TABLE order_items ADD PRIMARY KEY (order_id, line), ADD FOREIGN KEY (order_id) REFERENCES orders, ADD FOREIGN KEY (product_id) REFERENCES products;
ALTER TABLE events ADD PRIMARY KEY (id), ADD FOREIGN KEY (customer_id) REFERENCES customers;
ALTER TABLE documents ADD PRIMARY KEY (id), ADD FOREIGN KEY (customer_id) REFERENCES customers;
CREATE INDEX ON orders (customer_id); CREATE INDEX ON orders (placed_at); CREATE INDEX ON order_items (product_id);
CREATE INDEX ON events (happened_at); CREATE INDEX ON events (customer_id, kind);
DROP FUNCTION pick(bigint, bigint, integer);
ANALYZE;`
}
