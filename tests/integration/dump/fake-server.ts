import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

/** What psql sent: a query, or the data of a COPY. */
export interface Sent {
  readonly kind: 'query' | 'copy'
  readonly text: string
}

/**
 * Speaks just enough of PostgreSQL's protocol to make psql send a whole file: every query succeeds, and one that
 * `asksForRows` gets its COPY data. So psql's own view of where statements end becomes visible.
 */
export async function withFakeServer<T>(
  asksForRows: (query: string) => boolean,
  action: (port: number, sent: readonly Sent[]) => Promise<T>,
): Promise<T> {
  const sent: Sent[] = []
  const server = createServer((socket) => {
    const answer = conversation(sent, asksForRows)
    socket.on(
      'data',
      splitMessages((type, body) => socket.write(answer(type, body))),
    )
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  try {
    return await action((server.address() as AddressInfo).port, sent)
  } finally {
    await new Promise((resolve) => {
      server.close(resolve)
    })
  }
}

/** Cuts the stream into messages: a length, after a type letter in all but the first. */
function splitMessages(onMessage: (type: string, body: Buffer) => void): (chunk: Buffer) => void {
  let input = Buffer.alloc(0)
  let header = 0
  return (chunk) => {
    input = Buffer.concat([input, chunk])
    while (input.length >= header + 4 && input.length >= header + input.readInt32BE(header)) {
      const length = header + input.readInt32BE(header)
      onMessage(input.toString('latin1', 0, header), input.subarray(header + 4, length))
      input = input.subarray(length)
      header = 1
    }
  }
}

function conversation(sent: Sent[], asksForRows: (query: string) => boolean): (type: string, body: Buffer) => Buffer {
  let copied: Buffer[] = []
  return (type, body) => {
    if (type === '') return greeting
    if (type === 'Q') {
      const text = body.toString('utf8', 0, body.length - 1)
      sent.push({ kind: 'query', text })
      copied = []
      return asksForRows(text) ? copyIn : finished
    }
    if (type === 'd') copied.push(body)
    if (type !== 'c') return Buffer.alloc(0)
    sent.push({ kind: 'copy', text: Buffer.concat(copied).toString() })
    return finished
  }
}

function message(type: string, ...parts: readonly (string | number[])[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(`${part}\0`) : Buffer.from(part))),
  )
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length + 4)
  return Buffer.concat([Buffer.from(type), length, body])
}

const ready = message('Z', [0x49])
const finished = Buffer.concat([message('C', 'OK'), ready])
const copyIn = message('G', [0, 0, 0])
const greeting = Buffer.concat([
  message('R', [0, 0, 0, 0]),
  message('S', 'server_version', '15.18'),
  message('S', 'client_encoding', 'UTF8'),
  message('S', 'standard_conforming_strings', 'on'),
  ready,
])
