import { randomBytes, randomUUID } from 'node:crypto'
import { cp, readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  backUp,
  emptyRepository,
  hashesOf,
  MortalPlace,
  newRecovery,
  restored,
} from '../../../test/support/backup-room.ts'
import { temporaryDirectory } from '../../../test/support/test-vault.ts'
import type { BackupIndex } from './backup-index.ts'
import { createFolderPlace } from './folder-place.ts'
import { takeLease } from './lease.ts'
import { packFiles } from './packing.ts'
import { createRepository, openRepository, unlockRepository } from './repository.ts'
import { newRepositoryKey, sealForRecipient } from './repository-key.ts'
import { thinOut } from './thin-out.ts'

const hour = 60 * 60 * 1000
const noon = Date.parse('2026-03-01T12:00:00Z')

let temporary: Awaited<ReturnType<typeof temporaryDirectory>>
beforeEach(async () => {
  temporary = await temporaryDirectory()
})
afterEach(() => temporary[Symbol.asyncDispose]())

async function allBytes(folder: string): Promise<Buffer> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return Buffer.concat(await Promise.all(files.map((f) => readFile(join(f.parentPath, f.name)))))
}

async function pieceFiles(folder: string): Promise<string[]> {
  const entries = await readdir(join(folder, 'pieces'), { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((f) => join(f.parentPath, f.name))
}

const someFiles = () =>
  new Map<string, Uint8Array>([
    ['pg/base/1/long', randomBytes(2_500_000)],
    ['pg/base/1/exact', randomBytes(1024 * 1024)],
    ['pg/empty', new Uint8Array()],
    ...Array.from({ length: 60 }, (_, n) => [`pg/global/${n}`, randomBytes(n * 50)] as const),
  ])

test('gives back what was put in, and nothing of it can be read at the place', async () => {
  const { folder, repository } = await emptyRepository(temporary.path)
  const files = someFiles().set('pg/marked', Buffer.from('the marker sentence'.repeat(20)))
  const { id, size } = await backUp(repository, files, noon)
  const { files: back, damage } = await restored(repository, id)
  expect(back).toEqual(hashesOf(files))
  expect(damage).toEqual({ damagedPieces: [], damagedFiles: [] })
  expect(size).toBe([...files.values()].reduce((sum, { length }) => sum + length, 0))
  const stored = (await allBytes(folder)).toString('latin1')
  for (const secret of ['marker sentence', 'pg/base', 'pg/marked', repository.key.identity]) {
    expect(stored).not.toContain(secret)
  }
})

test('puts only what changed', async () => {
  const { repository } = await emptyRepository(temporary.path)
  const files = someFiles()
  const first = await backUp(repository, files, noon)
  const sizes = [...(await repository.pieces()).values()].map(({ size }) => size)
  expect(first.added).toBe(sizes.reduce((sum, size) => sum + size, 0))
  const second = await backUp(repository, files, noon + hour)
  expect(first.added).toBeGreaterThan(3_000_000)
  expect(second.added).toBe(0)
  const long = Buffer.from(files.get('pg/base/1/long') ?? [])
  long.write('change', 2_000_000)
  const third = await backUp(
    repository,
    new Map(files).set('pg/base/1/long', long),
    noon + 2 * hour,
  )
  expect(third.added).toBeLessThan(1.1 * 1024 * 1024)
  const small = new Map(files).set('pg/global/30', randomBytes(100))
  const fourth = await backUp(repository, small, noon + 3 * hour)
  expect(fourth.added).toBeLessThan(100_000)
  expect((await restored(repository, third.id)).files.get('pg/base/1/long')).toBe(
    hashesOf(new Map([['x', long]])).get('x'),
  )
})

test('content that never changes is not read again, unless its piece has gone', async () => {
  const { folder, repository } = await emptyRepository(temporary.path)
  const files = new Map([['files/one', randomBytes(300_000)]])
  await backUp(repository, files, noon)
  let reads = 0
  const file = {
    ...{ path: 'files/one', size: 300_000, isImmutable: true },
    async *read() {
      reads += 1
      yield files.get('files/one') ?? new Uint8Array()
    },
  }
  const latest = (await repository.backups()).at(-1)?.id ?? ''
  const options = {
    previous: await repository.readIndex(latest),
    ...{ distrusted: new Set<string>(), signal: new AbortController().signal },
    onProgress: () => undefined,
  }
  await packFiles(repository, [file], options)
  expect(reads).toBe(0)
  const [piece] = await pieceFiles(folder)
  await packFiles(repository, [file], {
    ...options,
    distrusted: new Set([piece?.slice(-68, -4) ?? '']),
  })
  expect(reads).toBe(1)
})

test('damage is named, the rest is read, and the next backup mends it', async () => {
  const { folder, repository } = await emptyRepository(temporary.path)
  const files = new Map([
    ['a', randomBytes(2_500_000)],
    ['b', randomBytes(200_000)],
  ])
  const { id } = await backUp(repository, files, noon)
  const index = await repository.readIndex(id)
  const [first, second] = index.files[0]?.parts.map(([at]) => index.pieces[at] ?? '') ?? []
  const fileOf = (name = '') => join(folder, 'pieces', name.slice(0, 2), `${name}.age`)
  await truncate(fileOf(first), 1000)
  await writeFile(fileOf(second), await readFile(fileOf(index.pieces.at(-1))))
  const { files: back, damage } = await restored(repository, id)
  expect(damage).toEqual({ damagedPieces: [first, second], damagedFiles: ['a'] })
  expect(back.get('b')).toBe(hashesOf(files).get('b'))
  const mended = await packFiles(
    repository,
    [...files].map(([path, content]) => ({
      ...{ path, size: content.length, isImmutable: true },
      async *read() {
        yield content
      },
    })),
    {
      ...{ previous: index, distrusted: new Set(damage.damagedPieces) },
      ...{ signal: new AbortController().signal, onProgress: () => undefined },
    },
  )
  expect(mended.added).toBeGreaterThan(2_000_000)
  expect((await restored(repository, id)).files).toEqual(hashesOf(files))
})

describe('keys', () => {
  test('the recovery key alone opens it, and so does the passphrase alone', async () => {
    const { place, recovery, repository } = await emptyRepository(
      temporary.path,
      'a long passphrase',
    )
    const files = new Map([['a', randomBytes(10)]])
    const { id } = await backUp(repository, files, noon)
    for (const by of [{ recoveryKey: recovery.identity }, { passphrase: 'a long passphrase' }]) {
      const opened = await unlockRepository(place, by)
      expect((await restored(opened, id)).files).toEqual(hashesOf(files))
    }
    const { identity } = await newRecovery()
    for (const by of [{ recoveryKey: identity }, { passphrase: 'another passphrase' }]) {
      await expect(unlockRepository(place, by)).rejects.toMatchObject({ code: 'WRONG_KEY' })
    }
  })

  test('a place without backups and one of another vault are told apart', async () => {
    const { place, repository, recovery } = await emptyRepository(temporary.path)
    const key = await newRepositoryKey()
    await expect(openRepository(place, key)).rejects.toMatchObject({ code: 'WRONG_KEY' })
    await expect(createRepository(place, recovery, null)).rejects.toMatchObject({
      code: 'PLACE_BUSY',
    })
    const empty = createFolderPlace(temporary.path)
    await expect(openRepository(empty, repository.key)).rejects.toMatchObject({
      code: 'NO_BACKUPS',
    })
  })

  test('who can write at the place can put nothing in its place', async () => {
    const { folder, repository } = await emptyRepository(temporary.path)
    const { id } = await backUp(repository, new Map([['a', randomBytes(10)]]), noon)
    const forger = await newRepositoryKey()
    const forged = await sealForRecipient(forger, repository.key.recipient)
    await writeFile(join(folder, 'backups', `${id}.age`), forged)
    await expect(repository.readIndex(id)).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' })
    const [piece] = await pieceFiles(folder)
    await writeFile(piece ?? '', forged)
    const name = piece?.slice(-68, -4) ?? ''
    await expect(repository.readPiece(name)).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' })
  })
})

describe('leases', () => {
  test('any number add, whoever removes is alone', async () => {
    const { place } = await emptyRepository(temporary.path)
    await using one = await takeLease(place, 'adding', randomUUID())
    await using _other = await takeLease(place, 'adding', randomUUID())
    await expect(takeLease(place, 'removing', randomUUID())).rejects.toMatchObject({
      code: 'PLACE_BUSY',
    })
    await one.confirm()
    await one[Symbol.asyncDispose]()
    await _other[Symbol.asyncDispose]()
    await using _removing = await takeLease(place, 'removing', randomUUID())
    await expect(takeLease(place, 'adding', randomUUID())).rejects.toMatchObject({
      code: 'PLACE_BUSY',
    })
    await expect(takeLease(place, 'removing', randomUUID())).rejects.toMatchObject({
      code: 'PLACE_BUSY',
    })
  })

  test('what its own killed process left keeps nobody away, another computer’s does', async () => {
    const { place } = await emptyRepository(temporary.path)
    const left = await takeLease(place, 'removing', 'this one')
    await using _again = await takeLease(place, 'adding', 'this one')
    await expect(takeLease(place, 'removing', 'another')).rejects.toMatchObject({
      code: 'PLACE_BUSY',
    })
    expect(await place.list('locks/')).toHaveLength(1)
    await left[Symbol.asyncDispose]()
  })

  test('one that slept for long starts again', async () => {
    const { place: folder } = await emptyRepository(temporary.path)
    const place = new MortalPlace(folder)
    await using sleeper = await takeLease(place, 'adding', randomUUID(), () => place.now)
    place.now += hour
    await using _remover = await takeLease(place, 'removing', randomUUID(), () => place.now)
    await expect(sleeper.confirm()).rejects.toMatchObject({ code: 'PLACE_BUSY' })
  })
})

test('thinning out that is killed at any change leaves whole backups, and ends the next time', async () => {
  const { folder, repository: made } = await emptyRepository(temporary.path)
  for (const [at, name] of ['a', 'b', 'c'].entries()) {
    await backUp(made, new Map([[name, randomBytes(2_500_000)]]), noon + at * hour)
  }
  let killed = 0
  for (let life = 0; killed === life; life += 1) {
    const copy = join(temporary.path, `copy-${life}`)
    await cp(folder, copy, { recursive: true })
    const place = new MortalPlace(createFolderPlace(copy))
    const repository = await openRepository(place, made.key)
    place.now += 72 * hour + life
    place.dieAfter(life)
    await thinOut(repository, 'thinned', randomUUID()).catch(() => undefined)
    if (place.isDead) killed += 1
    place.rise()
    const there = await repository.pieces()
    for (const { id } of await repository.backups()) {
      const { pieces } = await repository.readIndex(id)
      expect(pieces.filter((name) => !there.has(name))).toEqual([])
    }
    // Whoever was killed is taken for gone after half an hour.
    place.now += hour
    await backUp(repository, new Map([['d', randomBytes(10)]]), noon + 3 * hour)
    place.now += 48 * hour
    expect(await thinOut(repository, 'thinned', randomUUID())).toMatchObject({
      backups: expect.any(Number),
    })
    expect((await repository.backups()).length).toBe(1)
    expect((await repository.pieces()).size).toBe(1)
  }
  // Two leases and confirmations, two indexes with their proofs, six pieces.
  expect(killed).toBeGreaterThan(10)
})

interface Step {
  readonly kind: 'backup' | 'thin'
  /** What is written before a backup. */
  readonly edits: readonly { readonly path: string; readonly size: number }[]
  readonly hours: number
  /** After how many changes at the place its user is killed. */
  readonly life: number | null
}

const steps = fc.array(
  fc.record<Step>({
    kind: fc.constantFrom('backup', 'backup', 'thin'),
    edits: fc.array(
      fc.record({
        path: fc.constantFrom('a', 'b', 'pg/c', 'files/d'),
        size: fc.constantFrom(0, 10, 3_000, 130_000),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    // Several on one day: all but the last of them go.
    hours: fc.constantFrom(1, 2, 30, 200),
    life: fc.option(fc.nat(6), { nil: null, freq: 2 }),
  }),
  { minLength: 8, maxLength: 24, size: 'max' },
)

test('whatever is killed at whatever change, each backup that is listed is whole', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      await using directory = await temporaryDirectory()
      const { place: folder, repository: made } = await emptyRepository(directory.path)
      const place = new MortalPlace(folder)
      const repository = await openRepository(place, made.key)
      const vault = new Map<string, Uint8Array>()
      const written = new Map<string, { hashes: Map<string, string>; index: BackupIndex }>()
      let tried = new Map<string, string>()
      let edits = 0
      for (const step of taken) {
        for (const edit of step.kind === 'backup' ? step.edits : []) {
          edits += 1
          // What is immutable gets another path for other content.
          const name = edit.path.startsWith('files/') ? `${edit.path}${edits}` : edit.path
          vault.set(name, Buffer.alloc(edit.size, `${edits} `))
        }
        place.now += step.hours * hour + 1
        if (step.life !== null) place.dieAfter(step.life)
        try {
          if (step.kind === 'thin') await thinOut(repository, 'thinned', randomUUID())
          else {
            tried = hashesOf(vault)
            await backUp(repository, vault, place.now)
          }
        } catch (error) {
          if (!place.isDead) throw error
        }
        place.rise()
        const pieces = await repository.pieces()
        for (const { id } of await repository.backups()) {
          const known = written.get(id) ?? { hashes: tried, index: await repository.readIndex(id) }
          written.set(id, known)
          expect(known.index.pieces.filter((name) => !pieces.has(name))).toEqual([])
        }
      }
      place.now += 900 * hour
      await backUp(repository, vault, place.now)
      place.now += 48 * hour
      await backUp(repository, vault, place.now)
      const before = (await repository.backups()).length
      const { backups } = await thinOut(repository, 'thinned', randomUUID())
      const left = await repository.backups()
      expect(left.length).toBe(before - backups)
      for (const { id } of left) {
        const { files } = await restored(repository, id)
        expect(files).toEqual(written.get(id)?.hashes ?? hashesOf(vault))
      }
      if (backups === 0) return
      const needed = await Promise.all(left.map(({ id }) => repository.readIndex(id)))
      const names = new Set(needed.flatMap(({ pieces }) => pieces))
      expect(new Set((await repository.pieces()).keys())).toEqual(names)
    }),
    { numRuns: 12 },
  )
})
