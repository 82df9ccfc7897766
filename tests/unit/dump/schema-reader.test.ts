import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SchemaReader } from '../../../src/dump/schema-reader.ts'
import { lent } from './scan.ts'

const header = (name: string, type: string, schema = 'public') =>
  `--\n-- Name: ${name}; Type: ${type}; Schema: ${schema}; Owner: ada\n--\n\n`

const dump = `--
-- PostgreSQL database dump
--

\\restrict abc

SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);

${header('greet(text)', 'FUNCTION')}CREATE FUNCTION public.greet(who text) RETURNS text
    LANGUAGE sql
    AS $$ SELECT '
-- Name: ghost; Type: TABLE; Schema: public; Owner: ada
' || who; $$;


ALTER FUNCTION public.greet(who text) OWNER TO ada;

SET default_tablespace = '';

${header('orders', 'TABLE')}CREATE TABLE public.orders (
    id integer NOT NULL,
    note text
);


ALTER TABLE public.orders OWNER TO ada;

--
-- Data for Name: orders; Type: TABLE DATA; Schema: public; Owner: ada
--

COPY public.orders (id, note) FROM stdin;
1\tCREATE TABLE public.row (id integer);
2\t-- Name: row; Type: TABLE; Schema: public; Owner: ada
\\.


${header('orders_id_seq', 'SEQUENCE SET')}SELECT pg_catalog.setval('public.orders_id_seq', 2, true);


${header('orders orders_pkey', 'CONSTRAINT')}ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);


${header('plpgsql', 'EXTENSION', '-')}CREATE EXTENSION IF NOT EXISTS plpgsql;


--
-- PostgreSQL database dump complete
--

\\unrestrict abc
`

function read(chunks: readonly Buffer[]) {
  const reader = new SchemaReader()
  for (const chunk of lent(chunks)) reader.push(chunk)
  return reader.finish()
}

describe('SchemaReader', () => {
  it('reads every object with its statements, and nothing from rows, strings or bodies', () => {
    const objects = read([Buffer.from(dump)])
    expect(objects.map(({ type, schema, name }) => [type, schema, name])).toEqual([
      ['FUNCTION', 'public', 'greet(text)'],
      ['TABLE', 'public', 'orders'],
      ['CONSTRAINT', 'public', 'orders orders_pkey'],
      ['EXTENSION', null, 'plpgsql'],
    ])
    expect(objects[1]?.text).toBe(
      'CREATE TABLE public.orders (\n    id integer NOT NULL,\n    note text\n);\nALTER TABLE public.orders OWNER TO ada;',
    )
    expect(objects[0]?.text).toContain('-- Name: ghost')
  })

  it('reads the same wherever the chunks are cut', () => {
    const bytes = Buffer.from(dump)
    const whole = read([bytes])
    fc.assert(
      fc.property(fc.array(fc.nat({ max: bytes.length }), { maxLength: 30 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), bytes.length]
        const chunks = places.slice(1).map((end, index) => Buffer.from(bytes.subarray(places[index], end)))
        expect(read(chunks)).toEqual(whole)
      }),
    )
    expect(read([...bytes].map((byte) => Buffer.from([byte])))).toEqual(whole)
  })

  it('keeps a header longer than any name, and leaves rows as INSERT statements and large objects out', () => {
    const name = `long(${'character varying, '.repeat(60)}text)`
    const text = `${header(name, 'FUNCTION')}CREATE FUNCTION f();\n${header('orders', 'TABLE DATA')}INSERT INTO public.orders VALUES (1);
${header('16400', 'BLOB', '-')}SELECT pg_catalog.lo_create('16400');\nALTER LARGE OBJECT 16400 OWNER TO ada;\n`
    expect(read([Buffer.from(text)])).toEqual([
      { type: 'FUNCTION', schema: 'public', name, text: 'CREATE FUNCTION f();' },
    ])
  })
})
