import type { Database } from '../db/database.ts'
import { currentVersion } from '../db/migrate.ts'
import { findIdentity } from '../keys/identity.ts'
import {
  type BlobReader,
  digestTable,
  FilesCounter,
  type FilesDigest,
  readFile,
  type TableDigest,
} from './digests.ts'
import { type Problem, reasonOf } from './table-rows.ts'
import { listTables, type Table } from './tables.ts'

/** Whose vault it is. */
export interface VaultName {
  /** Null where that can't be read any more. */
  readonly ename: string | null
  readonly evaultId: string | null
  /** The number of the schema's last migration. */
  readonly schema: number
}

/**
 * What a vault holds, in numbers and hashes: two vaults with equal manifests hold the same records
 * with their versions and access lists, signatures, logs, settings and files, byte for byte.
 */
export interface VaultManifest {
  readonly vault: VaultName
  /** Each table with what is the owner's, by name. */
  readonly tables: readonly TableDigest[]
  readonly files: FilesDigest
  /** What could not be read, and is not in the numbers. */
  readonly problems: readonly Problem[]
}

/**
 * Reads all that a vault holds, a little at a time: tables, then the bytes of the files that they
 * speak of. Nothing may be written meanwhile.
 * @param goOn is called again and again; what it throws ends this
 */
export async function vaultManifest(
  db: Database,
  blobs: BlobReader,
  goOn: () => void = () => {},
): Promise<VaultManifest> {
  const problems: Problem[] = []
  const name = (problem: Problem) => void problems.push(problem)
  const vault = await nameVault(db, name)
  const keys = new BlobKeys()
  const tables: TableDigest[] = []
  for (const table of await listTables(db)) {
    goOn()
    const digest = await digestTable(db, table, name, async (_, rows) => {
      goOn()
      keys.note(table, rows)
    })
    tables.push(digest)
  }
  const files = new FilesCounter()
  for (const key of keys.inOrder()) {
    goOn()
    const size = await readWhole(blobs, key, name)
    if (size !== null) files.add(key, size)
  }
  return { vault, tables, files: files.digest(), problems }
}

/** The size of a file, or null for one that is not what it was. */
async function readWhole(
  blobs: BlobReader,
  key: string,
  name: (problem: Problem) => void,
): Promise<number | null> {
  const content = await openBlob(blobs, key, name)
  if (content === null) return null
  const bytes = readFile(key, content)
  let step = await bytes.next()
  while (!step.done) step = await bytes.next()
  const { size, fault } = step.value
  if (fault === null) return size
  name({ item: fileItem(key), reason: fault })
  return null
}

/** Names what it can't open. */
export async function openBlob(blobs: BlobReader, key: string, name: (problem: Problem) => void) {
  try {
    const content = await blobs.open(key)
    if (content === null) name({ item: fileItem(key), reason: 'its bytes are not there' })
    return content
  } catch (error) {
    name({ item: fileItem(key), reason: reasonOf(error) })
    return null
  }
}

/** How an archive and a message call a file. */
export function fileItem(key: string): string {
  return `files/${key}`
}

/** Whose vault a database holds. */
export async function nameVault(
  db: Database,
  name: (problem: Problem) => void,
): Promise<VaultName> {
  const schema = await currentVersion(db)
  try {
    const identity = await findIdentity(db)
    return { ename: identity?.ename ?? null, evaultId: identity?.evaultId ?? null, schema }
  } catch (error) {
    name({ item: 'the name of the vault', reason: reasonOf(error) })
    return { ename: null, evaultId: null, schema }
  }
}

/** The hashes that the rows of `files` speak of, however damaged that table's indexes are. */
export class BlobKeys {
  readonly #keys = new Set<string>()

  note({ name }: Table, rows: readonly string[]): void {
    if (name !== 'files') return
    for (const row of rows) this.#keys.add((JSON.parse(row) as { blob_key: string }).blob_key)
  }

  inOrder(): string[] {
    return [...this.#keys].sort()
  }
}
