import { randomBytes, randomFillSync } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nodeDisk } from './disk.ts'
import { HeaderError, headerBytes } from './header.ts'
import { SealedFile } from './sealed-file.ts'
import { sectorBytes } from './xts.ts'

const key = randomBytes(64)
let folder: string
let count = 0

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'evault-sealed-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

interface Opened extends Disposable {
  readonly file: SealedFile
  readonly place: string
  readonly fd: number
}

function openNew(): Opened {
  count += 1
  const place = join(folder, String(count))
  return open(place, 'wx+')
}

function open(place: string, flags: 'r+' | 'wx+' = 'r+', withKey = key): Opened {
  const fd = openSync(place, flags)
  const file = new SealedFile(nodeDisk, withKey, () => fd)
  file.load(statSync(place).size)
  return { file, place, fd, [Symbol.dispose]: () => closeSync(fd) }
}

function contentOf(file: SealedFile): Buffer {
  const content = Buffer.alloc(file.size)
  expect(file.read(content, 0)).toBe(file.size)
  return content
}

const length = fc.oneof(fc.nat(40), fc.nat(3 * sectorBytes), fc.constantFrom(16, 512, 4096, 8192))
const operations = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('write' as const),
      at: length,
      bytes: fc.oneof(
        fc.uint8Array({ maxLength: 40 }),
        length.map((count) => new Uint8Array(count).fill(count % 250)),
      ),
    }),
    fc.record({ kind: fc.constant('truncate' as const), at: length }),
    fc.record({ kind: fc.constant('read' as const), at: length, count: length }),
    fc.record({ kind: fc.constant('reopen' as const) }),
  ),
  { maxLength: 25 },
)

test('whatever is written, cut and read: the content is that of a plain file', () => {
  fc.assert(
    fc.property(operations, (all) => {
      let model: Buffer = Buffer.alloc(0)
      let opened = openNew()
      for (const step of all) {
        if (step.kind === 'write') {
          opened.file.write(step.bytes, step.at)
          const end = step.at + step.bytes.length
          if (step.bytes.length > 0 && end > model.length) model = resized(model, end)
          model.set(step.bytes.length > 0 ? step.bytes : [], Math.min(step.at, model.length))
        } else if (step.kind === 'truncate') {
          opened.file.truncate(step.at)
          model = resized(model, step.at)
        } else if (step.kind === 'read') {
          const into = Buffer.alloc(step.count)
          const found = opened.file.read(into, step.at)
          expect(into.subarray(0, found)).toEqual(model.subarray(step.at, step.at + step.count))
        } else {
          opened[Symbol.dispose]()
          opened = open(opened.place)
        }
        expect(opened.file.size).toBe(model.length)
      }
      expect(contentOf(opened.file).equals(model)).toBe(true)
      opened[Symbol.dispose]()
    }),
    { numRuns: 300 },
  )
})

function resized(bytes: Buffer, size: number): Buffer {
  const result = Buffer.alloc(size)
  bytes.copy(result)
  return result
}

test('a write touches no other unit on the disk', () => {
  using opened = openNew()
  opened.file.write(randomBytes(2 * sectorBytes), 0)
  const before = readFileSync(opened.place)
  opened.file.write(Buffer.alloc(20, 7), 40)
  const after = readFileSync(opened.place)
  const changed = [...after.keys()].filter((at) => after[at] !== before[at])
  expect(changed.length).toBeGreaterThan(20)
  expect(Math.min(...changed)).toBeGreaterThanOrEqual(headerBytes + 32)
  expect(Math.max(...changed)).toBeLessThan(headerBytes + 64)
})

test('a megabyte of zeros behind the content stays zeros until it is written to', () => {
  using opened = openNew()
  const megabyte = 1024 * 1024
  const model = Buffer.alloc(2 * sectorBytes + megabyte)
  randomFillSync(model, 0, 2 * sectorBytes)
  opened.file.write(model.subarray(0, 2 * sectorBytes), 0)
  opened.file.write(Buffer.alloc(megabyte), 2 * sectorBytes)
  const room = readFileSync(opened.place).subarray(headerBytes + 2 * sectorBytes)
  expect(room.equals(Buffer.alloc(megabyte))).toBe(true)
  for (const at of [2 * sectorBytes + 40, 5 * sectorBytes - 3]) {
    const bytes = randomBytes(100)
    opened.file.write(bytes, at)
    bytes.copy(model, at)
  }
  expect(contentOf(opened.file).equals(model)).toBe(true)
  // In the place of other content zeros are encrypted: what was there is to be gone.
  opened.file.write(Buffer.alloc(megabyte), 0)
  model.fill(0, 0, megabyte)
  expect(contentOf(opened.file).equals(model)).toBe(true)
  const sealed = readFileSync(opened.place).subarray(headerBytes, headerBytes + megabyte)
  expect(sealed.indexOf(Buffer.alloc(32))).toBe(-1)
})

test('equal content never looks equal, in one file or in two', () => {
  using one = openNew()
  using other = openNew()
  for (const { file } of [one, other]) file.write(Buffer.alloc(4 * sectorBytes, 1), 0)
  const units = new Set<string>()
  for (const { place } of [one, other]) {
    const body = readFileSync(place).subarray(headerBytes)
    for (let at = 0; at < body.length; at += 16) units.add(body.toString('hex', at, at + 16))
  }
  expect(units.size).toBe((2 * 4 * sectorBytes) / 16)
})

test('parts that never reached the disk read as zeros, the others as they are', () => {
  using opened = openNew()
  const content = randomBytes(2 * sectorBytes)
  opened.file.write(content, 0)
  nodeDisk.write(opened.fd, Buffer.alloc(512), headerBytes + 1024)
  content.fill(0, 1024, 1536)
  expect(contentOf(opened.file).equals(content)).toBe(true)
})

test('a file whose header never reached the disk is empty, and can be written', () => {
  for (const torn of [0, 20, 32, 512, headerBytes]) {
    using opened = openNew()
    opened.file.write(Buffer.from('lost'), 0)
    nodeDisk.write(opened.fd, Buffer.alloc(headerBytes - torn), torn)
    if (torn < 48) nodeDisk.truncate(opened.fd, torn === 0 ? 0 : headerBytes)
    using again = open(opened.place)
    expect(again.file.size).toBe(torn < 48 ? 0 : 4)
    again.file.write(Buffer.from('new'), 0)
    using third = open(opened.place)
    expect(contentOf(third.file).toString()).toBe(torn < 48 ? 'new' : 'newt')
  }
})

test('the second copy of the header stands in for the first', () => {
  using opened = openNew()
  opened.file.write(Buffer.from('kept'), 0)
  nodeDisk.write(opened.fd, Buffer.alloc(512), 0)
  using again = open(opened.place)
  expect(contentOf(again.file).toString()).toBe('kept')
})

test('another key is told from a file that is damaged or empty', () => {
  using opened = openNew()
  opened.file.write(Buffer.from('secret'), 0)
  expect(() => open(opened.place, 'r+', randomBytes(64))).toThrow(HeaderError)
})
