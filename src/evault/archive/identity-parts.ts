import type { IdentityLogEntry } from '../../w3id/identity-log/entry.ts'
import { verifySignature } from '../../w3id/signatures.ts'
import { VaultStartError } from '../errors.ts'
import { validateIdentityLog } from '../keys/validate-identity-log.ts'
import { ArchiveDamage, type ArchiveFile } from './archive-file.ts'
import { ArchiveError, type ArchiveTable, signedBytes } from './archive-format.ts'
import { RowFormatError, readRow } from './row-format.ts'
import type { Column, ColumnType, Table } from './tables.ts'

/** The tables that say whose vault it is, and whose other vaults are in it. */
export const identityTables = ['vaults', 'identity_log', 'owner_keys'] as const
export type IdentityTable = (typeof identityTables)[number]

export const isIdentityTable = (name: string): name is IdentityTable =>
  identityTables.some((own) => own === name)

/** A table of the archive beside the one it goes to. */
export interface TablePair {
  readonly table: Table
  readonly columns: readonly Column[]
  readonly archived: ArchiveTable
}

/** All rows of one of these tables. */
export interface IdentityRows {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly (string | null)[])[]
}

export type IdentityParts = Readonly<Record<IdentityTable, IdentityRows>>

/** It becomes part of the names of keys in the keychain. */
const evaultIdPattern = /^@[\w.-]{1,100}$/

/** They are small: of a server with many vaults, too. */
const mostBytes = 64 * 1024 * 1024

/** Whose vault an archive is of, and how it is known. */
export interface ArchivedIdentity {
  readonly parts: IdentityParts
  readonly owner: ReturnType<typeof ownerOf>
  /** The owner's identity log, oldest entry first. */
  readonly log: readonly string[]
  /** Why the owner's key does not vouch for the archive; null where it does. */
  readonly unsigned: string | null
}

/**
 * Finds out whose vault an archive is of, before anything is made for it.
 * @param acceptUnsigned takes what the owner's key does not vouch for
 * @throws ArchiveError for an archive that is not taken
 */
export async function identifyArchive(
  archive: ArchiveFile,
  acceptUnsigned: boolean,
): Promise<ArchivedIdentity> {
  const parts = await readIdentityParts(archive)
  const owner = ownerOf(archive, parts)
  const log = identityLogOf(parts, owner.ename)
  const unsigned = await checkSignature(archive, owner, log)
  if (unsigned === null || acceptUnsigned) return { parts, owner, log, unsigned }
  throw new ArchiveError(
    `Nobody vouches for this archive: ${unsigned}. If you know where it comes from, import it with --unsigned.`,
  )
}

/**
 * Reads the identity tables of an archive, by the columns that its manifest has.
 * @throws ArchiveError where one is missing or damaged: without them nothing can be taken
 */
async function readIdentityParts(archive: ArchiveFile): Promise<IdentityParts> {
  const read = async (name: IdentityTable) => {
    const archived = archive.manifest.tables.find((table) => table.name === name)
    if (archived === undefined) throw new ArchiveError(`The archive has no ${name}.`)
    if (archived.bytes > mostBytes) throw new ArchiveError(`${name} is too large.`)
    const columns = Object.entries(archived.columns).map(([column, type]) => ({
      name: column,
      // Compared with the database's before anything goes into it.
      type: type as ColumnType,
    }))
    return { columns, rows: await readRows(archive, archived, columns) }
  }
  return {
    vaults: await read('vaults'),
    identity_log: await read('identity_log'),
    owner_keys: await read('owner_keys'),
  }
}

async function readRows(archive: ArchiveFile, archived: ArchiveTable, columns: readonly Column[]) {
  const rows: (string | null)[][] = []
  for (const chunk of archived.chunks) {
    try {
      const lines = linesOf(await archive.chunk(chunk))
      for (const line of lines) rows.push(readRow(columns, line))
    } catch (cause) {
      if (!(cause instanceof ArchiveDamage) && !(cause instanceof RowFormatError)) throw cause
      throw new ArchiveError(
        `${chunk.file} is damaged (${cause.message}): without it nobody can tell whose vault this is. Nothing was imported; try another copy of the archive.`,
        { cause },
      )
    }
  }
  return rows
}

/** The lines of a part, without the empty one behind the last line break. */
export function linesOf(part: Buffer): string[] {
  const lines = part.toString('utf8').split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** A column of each row. */
export function valuesOf({ columns, rows }: IdentityRows, name: string): (string | null)[] {
  const at = columns.findIndex((column) => column.name === name)
  return rows.map((row) => row[at] ?? null)
}

/** The owner's vault, which the archive is of. @throws ArchiveError where it is not in it */
function ownerOf({ manifest }: ArchiveFile, { vaults }: IdentityParts) {
  const keychains = valuesOf(vaults, 'keychain')
  const owners = keychains.flatMap((keychain, at) => (keychain === null ? [] : [at]))
  const at = owners[0]
  const { ename, evaultId } = manifest.vault
  const isOne = at !== undefined && owners.length === 1
  if (
    !isOne ||
    ename === null ||
    evaultId === null ||
    valuesOf(vaults, 'ename')[at] !== ename ||
    valuesOf(vaults, 'evault_id')[at] !== evaultId
  ) {
    throw new ArchiveError('The archive does not hold the vault that its manifest speaks of.')
  }
  if (!evaultIdPattern.test(evaultId)) {
    throw new ArchiveError('The archive gives its vault an id that no vault has.')
  }
  return {
    ...{ ename, evaultId },
    publicKey: valuesOf(vaults, 'public_key')[at] ?? null,
    createdAt: valuesOf(vaults, 'created_at')[at] ?? null,
  }
}

/** The owner's identity log as it is in the archive, oldest entry first, as it was written. */
function identityLogOf({ identity_log: log }: IdentityParts, ename: string): string[] {
  const enames = valuesOf(log, 'ename')
  const entries = valuesOf(log, 'entry')
  const order = valuesOf(log, 'index')
  return entries
    .map((entry, at) => ({ entry: entry ?? '', at, index: Number(order[at]) }))
    .filter(({ at }) => enames[at] === ename)
    .sort((one, other) => one.index - other.index)
    .map(({ entry }) => entry)
}

/**
 * Whether the archive is what the owner of its vault exported, by its own identity log; if not,
 * why.
 */
async function checkSignature(
  { signature, manifestText }: ArchiveFile,
  owner: { readonly ename: string; readonly publicKey: string | null },
  log: readonly string[],
): Promise<string | null> {
  if (signature === null) return 'it is not signed'
  try {
    const entries = log.map((entry) => JSON.parse(entry) as IdentityLogEntry)
    if (entries.length > 0) await validateIdentityLog(entries, owner.ename)
    const { publicKey } = signature
    const isOwners = [owner.publicKey, ...entries.flatMap(({ updateKeys }) => updateKeys)]
    if (!isOwners.includes(publicKey)) return 'its signature is not by a key of the owner'
    const holds = await verifySignature(publicKey, signedBytes(manifestText), signature.signature)
    return holds ? null : 'its manifest is not what was signed'
  } catch (error) {
    if (!(error instanceof VaultStartError) && !(error instanceof SyntaxError)) throw error
    return 'the identity log in it is not what was written'
  }
}
