import { createHash, randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { createFolderPlace } from '../../src/evault/backup/folder-place.ts'
import type { FileToPack } from '../../src/evault/backup/packing.ts'
import type { BackupPlace } from '../../src/evault/backup/place.ts'
import { readBackup } from '../../src/evault/backup/read-backup.ts'
import { createRepository, type Repository } from '../../src/evault/backup/repository.ts'
import { type RepositoryKey, sealForPassphrase } from '../../src/evault/backup/repository-key.ts'
import { writeBackup } from '../../src/evault/backup/write-backup.ts'

export const going = { signal: new AbortController().signal, onProgress: () => undefined }

/** A vault's recovery key, as its custody uses it. */
export async function newRecovery() {
  const identity = await generateX25519Identity()
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  const recipient = await identityToRecipient(identity)
  return { identity, recipient, open: (sealed: Uint8Array) => decrypter.decrypt(sealed) }
}

/** A folder with an empty repository. */
export async function emptyRepository(directory: string, passphrase: string | null = null) {
  const folder = join(directory, 'drive')
  await mkdir(folder)
  const place = createFolderPlace(folder)
  const recovery = await newRecovery()
  const sealer =
    passphrase === null ? null : (key: RepositoryKey) => sealForPassphrase(key, passphrase)
  const repository = await createRepository(place, recovery, sealer)
  return { folder, place, recovery, repository }
}

/** A place with a clock of its own, whose user can be killed before or after any change. */
export class MortalPlace implements BackupPlace {
  readonly title = 'mortal'
  now = Date.parse('2026-03-01T12:00:00Z')
  /** What was there before was put then. */
  readonly #began = this.now
  /** Changes until death. */
  #life = Number.POSITIVE_INFINITY
  readonly #times = new Map<string, number>()

  constructor(readonly place: BackupPlace) {}

  /** @param changes that happen yet; the one after them may happen, too, or not */
  dieAfter(changes: number): void {
    this.#life = changes
  }

  get isDead(): boolean {
    return this.#life < 0
  }

  rise(): void {
    this.#life = Number.POSITIVE_INFINITY
  }

  async put(name: string, bytes: Uint8Array): Promise<void> {
    await this.#change(async () => {
      await this.place.put(name, bytes)
      this.#times.set(name, this.now)
    })
  }

  async remove(name: string): Promise<void> {
    await this.#change(() => this.place.remove(name))
  }

  get(name: string) {
    return this.place.get(name)
  }

  async list(prefix: string) {
    const objects = await this.place.list(prefix)
    return objects.map((object) => ({
      ...object,
      putAt: this.#times.get(object.name) ?? this.#began,
    }))
  }

  freeBytes() {
    return this.place.freeBytes()
  }

  async #change(work: () => Promise<void>): Promise<void> {
    if (this.#life < 0) throw new Error('killed')
    this.#life -= 1
    // Half of those that die do so after the change has reached the place.
    const isLast = this.#life < 0
    if (!isLast || this.now % 2 === 0) await work()
    if (isLast) throw new Error('killed')
  }
}

export type Files = ReadonlyMap<string, Uint8Array>

export function toPack(files: Files): FileToPack[] {
  return [...files].map(([path, content]) => ({
    ...{ path, size: content.length, isImmutable: path.startsWith('files/') },
    async *read() {
      const middle = content.length >> 1
      yield content.subarray(0, middle)
      yield content.subarray(middle)
    },
  }))
}

/** Backs files up. */
export function backUp(repository: Repository, files: Files, at: number) {
  const facts = { at, facts: { evaultId: 'test' }, manifest: { count: files.size } }
  return writeBackup(repository, toPack(files), facts, { ...going, holder: randomUUID() })
}

/** Paths and hashes of what a backup gives back. */
export async function restored(repository: Repository, id: string) {
  const files = new Map<string, string>()
  const sink = {
    async write(path: string, content: AsyncIterable<Uint8Array>) {
      const hash = createHash('sha256')
      for await (const chunk of content) hash.update(chunk)
      files.set(path, hash.digest('hex'))
    },
  }
  const damage = await readBackup(repository, await repository.readIndex(id), sink, going)
  return { files, damage }
}

/** What `restored` should give. */
export function hashesOf(files: Files): Map<string, string> {
  const hash = (content: Uint8Array) => createHash('sha256').update(content).digest('hex')
  return new Map([...files].map(([path, content]) => [path, hash(content)]))
}
