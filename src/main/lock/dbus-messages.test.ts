import { expect, test } from 'vitest'
import { authentication, isActivation, methodCall, splitMessages } from './dbus-messages.ts'

test('a call is as the specification lays it out', () => {
  const call = methodCall(7, 'AddMatch', "type='signal'")
  expect([...call.subarray(0, 4)]).toEqual(['l'.charCodeAt(0), 1, 0, 1])
  const { messages, rest } = splitMessages(call)
  expect(rest).toHaveLength(0)
  expect(messages).toHaveLength(1)
  expect(messages[0]?.body.toString('latin1')).toBe("\r\0\0\0type='signal'\0")
  expect(call.readUInt32LE(8)).toBe(7)
  expect(splitMessages(methodCall(1, 'Hello')).messages[0]?.body).toHaveLength(0)
  expect(authentication(1000)).toBe('\0AUTH EXTERNAL 31303030\r\n')
})

/** As a desktop sends it. */
function signal(member: string, body: readonly number[], endian: 'l' | 'B' = 'l'): Buffer {
  const fields = Buffer.from(`\x03\x01s\0\0\0\0\0${member}\0`)
  const header = Buffer.alloc(16)
  header.set([endian.charCodeAt(0), 4, 1, 1])
  for (const [at, value] of [
    [4, body.length],
    [8, 1],
    [12, fields.length],
  ] as const) {
    if (endian === 'l') header.writeUInt32LE(value, at)
    else header.writeUInt32BE(value, at)
  }
  const padding = Buffer.alloc(-fields.length & 7)
  return Buffer.concat([header, fields, padding, Buffer.from(body)])
}

test('a screen saver that becomes active is heard, in either byte order, and nothing else', () => {
  const heard = (bytes: Buffer) => splitMessages(bytes).messages.map(isActivation)
  expect(heard(signal('ActiveChanged', [1, 0, 0, 0]))).toEqual([true])
  expect(heard(signal('ActiveChanged', [0, 0, 0, 1], 'B'))).toEqual([true])
  expect(heard(signal('ActiveChanged', [0, 0, 0, 0]))).toEqual([false])
  expect(heard(signal('NameAcquired', [1, 0, 0, 0]))).toEqual([false])
  expect(heard(methodCall(1, 'ActiveChanged'))).toEqual([false])
})

test('messages come in any pieces', () => {
  const all = Buffer.concat([
    signal('NameAcquired', [2, 0, 0, 0]),
    signal('ActiveChanged', [1, 0, 0, 0]),
    methodCall(3, 'Hello'),
  ])
  for (let cut = 0; cut <= all.length; cut += 1) {
    const first = splitMessages(all.subarray(0, cut))
    const second = splitMessages(Buffer.concat([first.rest, all.subarray(cut)]))
    expect([...first.messages, ...second.messages].map(isActivation)).toEqual([false, true, false])
    expect(second.rest).toHaveLength(0)
  }
})

test('what is no D-Bus is not waited for', () => {
  expect(() => splitMessages(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'))).toThrow(RangeError)
})
