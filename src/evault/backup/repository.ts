import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { z } from 'zod'
import {
  type BackupIndex,
  type BackupName,
  indexObject,
  openIndex,
  parseBackupId,
  parseIndexObject,
  sealIndex,
} from './backup-index.ts'
import { BackupError, type BackupPlace, type PlacedObject } from './place.ts'
import {
  newRepositoryKey,
  type RepositoryKey,
  sealForRecipient,
  type Unlocking,
  unsealKey,
} from './repository-key.ts'

/**
 * The backups of a vault at a place. In it:
 * `repository.json`, which says what this is; `keys/recovery-<name>.age`, one for each recovery key,
 * and `keys/passphrase.age`, its key for the owner; `pieces/<2 digits>/<name>.age`, content; `backups/<id>.age`, an index for
 * each backup; `proofs/<id>.age`, of backups that were restored as a trial; `damaged/`, names of pieces that a
 * trial could not read; `locks/`.
 */
export interface Repository {
  readonly place: BackupPlace
  readonly key: RepositoryKey
  /** Whether a passphrase opens it, too. */
  hasPassphrase(): Promise<boolean>
  /**
   * Has a recovery key open it, too, where it does not: after a restoration a vault may have another
   * one. Kits with those before still open it.
   * @param recipient `age1…`
   */
  admit(recipient: string): Promise<void>
  /** Oldest first. */
  backups(): Promise<BackupName[]>
  /** @throws BackupError `BACKUP_DAMAGED`, also where it is missing */
  readIndex(id: string): Promise<BackupIndex>
  /** @returns the id of the backup */
  writeIndex(index: BackupIndex): Promise<string>
  /** Removes a backup's index; its pieces stay. */
  removeBackup(id: string): Promise<void>
  /** The pieces that are there, by their names. */
  pieces(): Promise<Map<string, PlacedObject>>
  /** Puts a piece of at most `pieceBytes`, under the name of its content. @returns bytes put */
  writePiece(name: string, content: Uint8Array): Promise<number>
  /** @throws BackupError `BACKUP_DAMAGED` where it is missing or not what its name says */
  readPiece(name: string): Promise<Uint8Array>
  removePiece(name: string): Promise<void>
  /** Names of pieces that were found damaged or missing: the next backup puts them again. */
  distrusted(): Promise<ReadonlySet<string>>
  /** Keeps that a piece was found damaged, for whoever makes the next backup. */
  distrust(name: string): Promise<void>
  /** Takes that back: it was put again. */
  trust(name: string): Promise<void>
  /** Ids of the backups that a trial restored whole. */
  provenBackups(): Promise<ReadonlySet<string>>
  /** Keeps that a trial restored it whole. */
  writeProof(id: string, provenAt: string): Promise<void>
}

/** The longest piece, unpacked. */
export const pieceBytes = 1024 * 1024
/** Level 1 is three times as fast as the default, for a tenth more bytes. */
const compression = { level: 1 }

const recordObject = 'repository.json'
/** Also `keys/recovery.age`, which says nothing of the recovery key it is for. */
const recoveryObjects = 'keys/recovery'
const passphraseObject = 'keys/passphrase.age'
const recordSchema = z.object({ version: z.literal(1), recipient: z.string() })

/**
 * Makes a repository at a place that holds none, and proves that the recovery key opens it.
 * @param recovery the vault's recovery recipient, and what opens files to it as its holder does
 * @param sealForPassphrase encrypts the key with what opens the backups beside it; null for nothing
 * @throws BackupError `PLACE_BUSY` where there is one already
 */
export async function createRepository(
  place: BackupPlace,
  recovery: { recipient: string; open(sealed: Uint8Array): Promise<Uint8Array> },
  sealForPassphrase: ((key: RepositoryKey) => Promise<Uint8Array>) | null,
): Promise<Repository> {
  if ((await place.get(recordObject)) !== null) {
    const message = `${place.title} holds backups already. Choose an empty place, or go on with these.`
    throw new BackupError('PLACE_BUSY', message)
  }
  const key = await newRepositoryKey()
  const object = recoveryObject(recovery.recipient)
  await place.put(object, await sealForRecipient(key, recovery.recipient))
  const kept = await recovery.open((await place.get(object)) ?? new Uint8Array())
  if (Buffer.from(kept).toString().trim() !== key.identity) {
    throw new Error('the recovery key does not open the key of the backups')
  }
  if (sealForPassphrase === null) await place.remove(passphraseObject)
  else await place.put(passphraseObject, await sealForPassphrase(key))
  // Last: what makes the place a repository.
  const record = { version: 1, recipient: key.recipient }
  await place.put(recordObject, Buffer.from(JSON.stringify(record)))
  return repositoryAt(place, key)
}

/**
 * Opens a repository with its key.
 * @throws BackupError `NO_BACKUPS`, `WRONG_KEY`
 */
export async function openRepository(place: BackupPlace, key: RepositoryKey): Promise<Repository> {
  const { recipient } = await readRecord(place)
  if (recipient !== key.recipient) {
    const message = `The backups in ${place.title} are those of another vault, or were made anew. Nothing was changed.`
    throw new BackupError('WRONG_KEY', message)
  }
  return repositoryAt(place, key)
}

/**
 * Opens a repository with what the owner has: the recovery key of a kit, or the passphrase.
 * @throws BackupError `NO_BACKUPS`, `WRONG_KEY`
 */
export async function unlockRepository(place: BackupPlace, by: Unlocking): Promise<Repository> {
  await readRecord(place)
  const isPassphrase = 'passphrase' in by
  const objects = await place.list(isPassphrase ? passphraseObject : recoveryObjects)
  if (objects.length === 0) {
    const message = isPassphrase
      ? 'These backups have no passphrase: open them with the recovery kit.'
      : `The key for recovery kits is missing in ${place.title}. Open the backups with their passphrase.`
    throw new BackupError('WRONG_KEY', message)
  }
  let refused: unknown
  for (const { name } of objects) {
    const sealed = await place.get(name)
    if (sealed === null) continue
    const key = await unsealKey(sealed, by).catch((cause: unknown) => {
      refused = cause
      return null
    })
    if (key !== null) return openRepository(place, key)
  }
  if (refused instanceof BackupError) throw refused
  const what = isPassphrase ? 'This passphrase' : 'This recovery kit'
  throw new BackupError('WRONG_KEY', `${what} does not open these backups.`, { cause: refused })
}

async function readRecord(place: BackupPlace): Promise<z.infer<typeof recordSchema>> {
  const bytes = await place.get(recordObject)
  if (bytes === null) {
    // An empty mount point looks like this, too.
    const message = `There are no backups of a vault in ${place.title}. Is the right drive connected?`
    throw new BackupError('NO_BACKUPS', message)
  }
  try {
    return recordSchema.parse(JSON.parse(Buffer.from(bytes).toString()))
  } catch (cause) {
    const message = `The backups in ${place.title} were made by a newer version of the app, or their record is damaged.`
    throw new BackupError('BACKUP_DAMAGED', message, { cause })
  }
}

function repositoryAt(place: BackupPlace, key: RepositoryKey): Repository {
  return {
    ...{ place, key },
    async hasPassphrase() {
      return (await place.list(passphraseObject)).length > 0
    },
    async admit(recipient) {
      const object = recoveryObject(recipient)
      if ((await place.list(object)).length > 0) return
      await place.put(object, await sealForRecipient(key, recipient))
    },
    async backups() {
      const objects = await place.list('backups/')
      const names = objects
        .map(({ name }) => parseIndexObject(name))
        .filter((name) => name !== null)
      return names.sort((one, other) => (one.id < other.id ? -1 : 1))
    },
    async readIndex(id) {
      const bytes = await place.get(indexObject(id))
      if (bytes === null) throw missing(`The backup ${id}`)
      return openIndex(key, id, bytes)
    },
    async writeIndex(index) {
      const { id, bytes } = await sealIndex(key, index)
      await place.put(indexObject(id), bytes)
      return id
    },
    async removeBackup(id) {
      await place.remove(indexObject(id))
      await place.remove(proofObject(id))
    },
    async pieces() {
      const objects = await place.list('pieces/')
      const named = objects.map((object) => [parsePieceObject(object.name), object] as const)
      return new Map(named.filter((entry): entry is [string, PlacedObject] => entry[0] !== null))
    },
    async writePiece(name, content) {
      const sealed = await key.seal(gzipSync(content, compression))
      await place.put(pieceObject(name), sealed)
      return sealed.length
    },
    async readPiece(name) {
      const sealed = await place.get(pieceObject(name))
      if (sealed === null) throw missing(`The piece ${name} of a backup`)
      return openPiece(key, name, sealed)
    },
    removePiece: (name) => place.remove(pieceObject(name)),
    async distrusted() {
      const objects = await place.list('damaged/')
      return new Set(objects.map(({ name }) => name.slice('damaged/'.length)))
    },
    distrust: (name) => place.put(`damaged/${name}`, new Uint8Array()),
    trust: (name) => place.remove(`damaged/${name}`),
    async provenBackups() {
      const objects = await place.list('proofs/')
      const ids = objects.map(({ name }) => name.slice('proofs/'.length, -'.age'.length))
      return new Set(ids.filter((id) => parseBackupId(id) !== null))
    },
    async writeProof(id, provenAt) {
      await place.put(proofObject(id), await key.seal(Buffer.from(JSON.stringify({ provenAt }))))
    },
  }
}

async function openPiece(key: RepositoryKey, name: string, sealed: Uint8Array) {
  try {
    const content = gunzipSync(await key.open(sealed), { maxOutputLength: pieceBytes })
    if (key.nameOf(content) === name) return content
  } catch (cause) {
    throw new BackupError('BACKUP_DAMAGED', `The piece ${name} of a backup is damaged.`, { cause })
  }
  throw new BackupError('BACKUP_DAMAGED', `The piece ${name} of a backup is not what it was.`)
}

/** Named by the recovery key that it is for. */
function recoveryObject(recipient: string): string {
  const name = createHash('sha256').update(recipient).digest('hex').slice(0, 16)
  return `${recoveryObjects}-${name}.age`
}

function pieceObject(name: string): string {
  return `pieces/${name.slice(0, 2)}/${name}.age`
}

function parsePieceObject(object: string): string | null {
  return /^pieces\/[0-9a-f]{2}\/([0-9a-f]{64})\.age$/.exec(object)?.[1] ?? null
}

function proofObject(id: string): string {
  return `proofs/${id}.age`
}

function missing(what: string): BackupError {
  return new BackupError('BACKUP_DAMAGED', `${what} is missing at its place.`)
}
