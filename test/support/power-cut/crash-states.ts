import { dirname } from 'node:path'
import { type DiskEvent, type Image, Inode, type MemoryDisk } from './memory-disk.ts'
import type { Random } from './random.ts'

/** What a disk writes whole or not at all. */
const diskSector = 512
/** What the system brings to the disk in any order. */
const page = 4096
const control = '/pg_control'

/**
 * How much of what was not synced has reached the disk: nothing; all; of each file what was
 * written first, and its next write in part; of each page of a file any of its contents since.
 */
export const kinds = ['nothing', 'all', 'first', 'pages'] as const
export type Kind = (typeof kinds)[number]

type Change = Extract<DiskEvent, { kind: 'write' | 'truncate' }>
type Naming = Exclude<DiskEvent, Change | { kind: 'synced' | 'folderSynced' }>

/** A disk as a power cut after its first `point` events may leave it. */
export function crashState(disk: MemoryDisk, point: number, kind: Kind, random: Random): Image {
  const { changes, namings, synced } = sorted(disk.events, point)
  const names = nameFiles(disk.before, namings, synced, kind, random)
  const files = new Map<string, Inode>()
  for (const [path, inode] of names.files) {
    const start = disk.origins.get(inode)?.copy() ?? new Inode(Buffer.alloc(0), 0)
    const all = changes.get(inode) ?? []
    const safe = all.filter(({ at }) => at < (synced.get(inode) ?? 0)).length
    for (const { change } of all.slice(0, safe)) apply(start, change)
    const rest = all.slice(safe).map(({ change }) => change)
    const finest = path.endsWith(control) || random.chance(0.5) ? diskSector : 16
    applySome(start, rest, kind, finest, random)
    files.set(path, start)
  }
  return { files, folders: names.folders }
}

interface Sorted {
  readonly changes: Map<Inode, { at: number; change: Change }[]>
  readonly namings: { at: number; naming: Naming }[]
  /** Up to which event a file, or a folder, is on the disk. */
  readonly synced: Map<Inode | string, number>
}

function sorted(events: readonly DiskEvent[], point: number): Sorted {
  const result: Sorted = { changes: new Map(), namings: [], synced: new Map() }
  for (const [at, event] of events.slice(0, point).entries()) {
    if (event.kind === 'write' || event.kind === 'truncate') {
      const all = result.changes.get(event.inode) ?? []
      all.push({ at, change: event })
      result.changes.set(event.inode, all)
    } else if (event.kind === 'synced' || event.kind === 'folderSynced') {
      const what = event.kind === 'synced' ? event.inode : event.path
      result.synced.set(what, Math.max(result.synced.get(what) ?? 0, event.until))
    } else result.namings.push({ at, naming: event })
  }
  return result
}

/** Of each folder's changes those that came first, and at least those that were synced. */
function nameFiles(
  before: Image,
  namings: Sorted['namings'],
  synced: Sorted['synced'],
  kind: Kind,
  random: Random,
) {
  const files = new Map(before.files)
  const folders = new Set(before.folders)
  const ends = new Map<string, number>()
  for (const { at, naming } of namings) {
    const folder = dirname(naming.path)
    const isSafe = at < (synced.get(folder) ?? 0)
    if (!isSafe && !ends.has(folder) && !reached(kind, random)) ends.set(folder, at)
    if (at >= (ends.get(folder) ?? Number.POSITIVE_INFINITY)) continue
    if (folders.has(folder)) name(files, folders, naming)
  }
  return { files, folders }
}

function reached(kind: Kind, random: Random): boolean {
  if (kind === 'all') return true
  return kind !== 'nothing' && random.chance(0.7)
}

function name(files: Map<string, Inode>, folders: Set<string>, naming: Naming): void {
  const { path } = naming
  if (naming.kind === 'create') files.set(path, naming.inode)
  else if (naming.kind === 'unlink') files.delete(path)
  else if (naming.kind === 'makeFolder') folders.add(path)
  else if (naming.kind === 'removeFolder') folders.delete(path)
  else if (naming.kind === 'rename') {
    const inode = files.get(naming.from)
    files.delete(naming.from)
    if (inode !== undefined) files.set(path, inode)
  }
}

function apply(inode: Inode, change: Change): void {
  if (change.kind === 'truncate') inode.truncate(change.length)
  else inode.write(change.bytes, change.position)
}

function applySome(
  inode: Inode,
  rest: readonly Change[],
  kind: Kind,
  finest: number,
  random: Random,
): void {
  if (rest.length === 0 || kind === 'nothing') return
  if (kind === 'all') {
    for (const change of rest) apply(inode, change)
  } else if (kind === 'pages' && rest.every((change) => change.kind === 'write')) {
    applyPages(inode, rest, finest, random)
  } else {
    const whole = random.below(rest.length + 1)
    for (const change of rest.slice(0, whole)) apply(inode, change)
    const next = rest[whole]
    if (next?.kind === 'write') tear(inode, next.bytes, next.position, finest, random)
  }
}

/** Each page has any of its contents since the last sync, and so has the file's length. */
function applyPages(
  inode: Inode,
  writes: readonly (Change & { kind: 'write' })[],
  finest: number,
  random: Random,
): void {
  const parts = new Map<number, { bytes: Buffer; position: number }[]>()
  const ends = [inode.length]
  for (const { bytes, position } of writes) {
    ends.push(Math.max(ends.at(-1) as number, position + bytes.length))
    for (let at = position; at < position + bytes.length; ) {
      const end = Math.min(position + bytes.length, (Math.floor(at / page) + 1) * page)
      const found = parts.get(Math.floor(at / page)) ?? []
      found.push({ bytes: bytes.subarray(at - position, end - position), position: at })
      parts.set(Math.floor(at / page), found)
      at = end
    }
  }
  for (const versions of parts.values()) {
    const whole = random.below(versions.length + 1)
    for (const { bytes, position } of versions.slice(0, whole)) inode.write(bytes, position)
    const next = versions[whole]
    if (next && random.chance(0.3)) tear(inode, next.bytes, next.position, finest, random)
  }
  inode.truncate(random.pick(ends))
}

/** Any of the parts that a disk, or a processor, writes whole. */
function tear(inode: Inode, bytes: Buffer, position: number, finest: number, random: Random): void {
  const share = random.pick([0.1, 0.5, 0.9])
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + finest - ((position + at) % finest))
    if (random.chance(share)) inode.write(bytes.subarray(at, end), position + at)
    at = end
  }
}
