import { isDeepStrictEqual } from 'node:util'
import { openArchive } from './archive-file.ts'
import { ArchiveError } from './archive-format.ts'
import { identifyArchive } from './identity-parts.ts'

/** What an archive says of itself. */
export interface ArchiveDescription {
  readonly ename: string
  readonly evaultId: string
  /** ISO 8601. */
  readonly exportedAt: string
  readonly records: number
  readonly files: number
  /** How many things could not be read when it was exported: its `problems.ndjson` names them. */
  readonly missingBefore: number
  /** Why the owner's key does not vouch for it; null where it does. */
  readonly unsigned: string | null
}

/** Whose vault the archive has to be of. */
interface Owner {
  readonly ename: string
  readonly evaultId: string
  /** The identity log, oldest entry first. */
  readonly log: readonly unknown[]
}

/**
 * Looks into an archive before anything is made for it.
 * @param owner whose kit the owner has; null where there is none
 * @throws ArchiveError for one that is damaged, or not of this owner
 */
export async function describeArchive(
  file: string,
  owner: Owner | null,
): Promise<ArchiveDescription> {
  using archive = await openArchive(file)
  const { manifest } = archive
  const { owner: found, log, unsigned } = await identifyArchive(archive, true)
  const { ename, evaultId } = found
  if (owner !== null) requireOwner({ ename, evaultId, log }, owner)
  return {
    ...{ ename, evaultId, unsigned },
    exportedAt: manifest.exportedAt,
    records: manifest.tables.find(({ name }) => name === 'meta_envelopes')?.rows ?? 0,
    files: manifest.files.count,
    missingBefore: manifest.problems.count,
  }
}

/** One of the two logs may be the newer; as far as both go, they are the same. */
function requireOwner(
  found: Pick<Owner, 'ename' | 'evaultId'> & { readonly log: readonly string[] },
  owner: Owner,
): void {
  if (found.evaultId !== owner.evaultId) {
    throw new ArchiveError(
      `This recovery kit is of ${owner.ename}, the archive of ${found.ename}, or of an earlier vault. Choose the kit of that vault, or go on without one.`,
    )
  }
  const shared = Math.min(found.log.length, owner.log.length)
  const isSame = (at: number) =>
    isDeepStrictEqual(JSON.parse(found.log[at] as string), owner.log[at])
  if (Array.from({ length: shared }, (_, at) => at).every(isSame)) return
  throw new ArchiveError(
    'The identity log in the archive is another one than that of the recovery kit.',
  )
}
