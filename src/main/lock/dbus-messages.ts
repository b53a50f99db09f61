/**
 * As much of D-Bus as it takes to hear a signal.
 * Source: D-Bus Specification 0.43, “Message Protocol” and “Authentication Protocol”.
 */

const BUS = 'org.freedesktop.DBus'
const HEADER_BYTES = 16
const LITTLE_ENDIAN = 'l'.charCodeAt(0)
const [METHOD_CALL, SIGNAL] = [1, 4]
/** Of one message, as the specification has it. */
const LONGEST_MESSAGE = 128 * 1024 * 1024

/** What a client says first: that it is the user whose socket this is. */
export function authentication(uid: number): string {
  return `\0AUTH EXTERNAL ${Buffer.from(String(uid)).toString('hex')}\r\n`
}

/** A call of the bus itself, with one text or nothing. */
export function methodCall(serial: number, member: string, argument?: string): Buffer {
  const body = argument === undefined ? Buffer.alloc(0) : text(argument)
  const fields = [
    field(1, 'o', text('/org/freedesktop/DBus')),
    field(2, 's', text(BUS)),
    field(3, 's', text(member)),
    field(6, 's', text(BUS)),
    ...(argument === undefined ? [] : [field(8, 'g', Buffer.from([1, 's'.charCodeAt(0), 0]))]),
  ]
  const padded = Buffer.concat(fields.slice(0, -1).map(toEight))
  const array = Buffer.concat([padded, fields.at(-1) as Buffer])
  const header = Buffer.alloc(HEADER_BYTES)
  header.set([LITTLE_ENDIAN, METHOD_CALL, 0, 1])
  header.writeUInt32LE(body.length, 4)
  header.writeUInt32LE(serial, 8)
  header.writeUInt32LE(array.length, 12)
  return Buffer.concat([header, toEight(array), body])
}

interface Message {
  readonly type: number
  readonly fields: Buffer
  readonly body: Buffer
  readonly isLittleEndian: boolean
}

/**
 * The messages that came whole, and what is left.
 * @throws RangeError where it is no D-Bus
 */
export function splitMessages(bytes: Buffer): { messages: Message[]; rest: Buffer<ArrayBuffer> } {
  const messages: Message[] = []
  let rest = Buffer.from(bytes)
  while (rest.length >= HEADER_BYTES) {
    const isLittleEndian = rest[0] === LITTLE_ENDIAN
    const read = (at: number) => (isLittleEndian ? rest.readUInt32LE(at) : rest.readUInt32BE(at))
    const fieldsEnd = HEADER_BYTES + read(12)
    const bodyStart = Math.ceil(fieldsEnd / 8) * 8
    const end = bodyStart + read(4)
    if (end > LONGEST_MESSAGE) throw new RangeError('this is no message of D-Bus')
    if (rest.length < end) break
    const fields = rest.subarray(HEADER_BYTES, fieldsEnd)
    const body = rest.subarray(bodyStart, end)
    messages.push({ type: rest[1] ?? 0, fields, body, isLittleEndian })
    rest = rest.subarray(end)
  }
  return { messages, rest }
}

/** Whether it is a signal that a screen saver was activated. */
export function isActivation({ type, fields, body, isLittleEndian }: Message): boolean {
  if (type !== SIGNAL || !fields.includes('ActiveChanged') || body.length !== 4) return false
  return (isLittleEndian ? body.readUInt32LE() : body.readUInt32BE()) === 1
}

/** A header field: its code, and a variant of a one-letter type. */
function field(code: number, type: string, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([code, 1, type.charCodeAt(0), 0]), value])
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(bytes.length)
  return Buffer.concat([length, bytes, Buffer.alloc(1)])
}

function toEight(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 7)])
}
