import { createHash } from 'node:crypto'
import { normaliseEName } from '../../w3id/ename.ts'
import { recordHash } from '../client/record-hash.ts'
import { filesOfRow } from '../mapping/references.ts'
import type { Payload, Row } from '../mapping/types.ts'
import type { Work } from '../store/database.ts'
import { type Link, linkOfRow, reserveLink, saveLink } from '../store/links.ts'
import { type OutboxEntry, outboxEntry, rowIsSent } from '../store/queues.ts'
import { applyRecord } from './apply.ts'
import type { Locks } from './locks.ts'
import { isSame, mergeField } from './merge.ts'
import { ownerOf } from './owner.ts'
import { type Applied, type MappedTable, mappedTable, type Sync } from './sync.ts'
import { type GlobalIds, globalIdsFor, toColumns, toPayload } from './translate.ts'

/**
 * Sends what a row says and its record does not, or that it is gone. Safe to repeat at any point:
 * the record's id is kept before it is sent, and an update holds only for the record it was made
 * from. Throws a VaultError, MappingError or MissingError.
 */
export type Push = (entry: OutboxEntry) => Promise<void>

/** Others write the same record at the same time. */
const mostMerges = 20

/** Where rows become records. */
export function createPush(sync: Sync, locks: Locks): Push {
  const uploads = createUploads(sync)

  async function send(draft: Draft): Promise<'done' | 'again'> {
    const { mapped, link, row, ename, ids } = draft
    const files = await uploads.of(ename, mapped, row)
    const local = toPayload(mapped, row, ids, (dataUri) => files.get(dataUri) ?? dataUri)
    const payload = link.base === null ? withoutNulls(local) : merged(sync, link, local)
    const record = {
      id: link.globalId,
      ontology: mapped.mapping.schemaId,
      payload,
      acl: [...sync.hooks.acl(link.table, row)],
    }
    if (link.base === null) {
      if ((await sync.client.create(ename, record)) === 'exists') {
        await takeRemote(sync, draft)
        return 'again'
      }
    } else if (!isSame(payload, link.base)) {
      const before = recordHash({ ...record, payload: link.base })
      if ((await sync.client.update(ename, record, before)) === 'changed') {
        await takeRemote(sync, draft)
        return 'again'
      }
    }
    await sync.database.transact(() => isSent(sync, draft, { payload, local, files }))
    return 'done'
  }

  async function pushRow(entry: OutboxEntry): Promise<void> {
    for (let merges = 0; merges < mostMerges; merges += 1) {
      const draft = await sync.database.transact(() => draftOf(sync, entry))
      if (draft === null) return
      if (draft.kind === 'delete') {
        await sync.client.remove(draft.ename, draft.link.globalId)
        await sync.database.transact(() => isDeleted(draft))
        return
      }
      if ((await send(draft)) === 'done') return
    }
    throw new Error(`The record of ${entry.table} ${entry.localId} changes all the time.`)
  }

  return async (entry) => {
    const globalId = await sync.database.transact(() => reserve(sync, entry))
    if (globalId !== null) await locks.hold(globalId, () => pushRow(entry))
  }
}

interface Draft {
  readonly kind: 'send'
  readonly entry: OutboxEntry
  readonly mapped: MappedTable
  readonly link: Link
  readonly row: Row
  readonly ename: string
  readonly ids: GlobalIds
}

interface Deletion {
  readonly kind: 'delete'
  readonly entry: OutboxEntry
  readonly link: Link
  readonly ename: string
}

/** The id under which the row's record is locked; null where there is nothing to send. */
function* reserve(sync: Sync, entry: OutboxEntry): Work<string | null> {
  const mapped = mappedTable(sync, entry.table)
  const row = yield* mapped.rows.read(entry.localId)
  const known = yield* linkOfRow(entry.table, entry.localId)
  if (row === null) {
    if (known !== null && !known.gone) return known.globalId
  } else if (!mapped.mapping.readOnly) {
    const owner = yield* ownerOf(sync, mapped, row)
    if (owner !== null) return (yield* reserveLink(entry.table, entry.localId, owner)).globalId
  }
  yield* rowIsSent(entry)
  return null
}

/** What is to be sent of a row as it is now; null for nothing. */
function* draftOf(sync: Sync, { table, localId }: OutboxEntry): Work<Draft | Deletion | null> {
  const entry = yield* outboxEntry(table, localId)
  if (entry === null) return null
  const mapped = mappedTable(sync, table)
  const row = yield* mapped.rows.read(localId)
  const link = yield* linkOfRow(table, localId)
  if (link === null || link.gone) {
    yield* rowIsSent(entry)
    return null
  }
  if (row === null) return yield* deletionOf(mapped, entry, link)
  const ename = link.ename ?? (yield* ownerOf(sync, mapped, row))
  if (ename === null) {
    yield* rowIsSent(entry)
    return null
  }
  const ids = yield* globalIdsFor(sync, mapped, row)
  return { kind: 'send', entry, mapped, link, row, ename: normaliseEName(ename), ids }
}

function* deletionOf(mapped: MappedTable, entry: OutboxEntry, link: Link): Work<Deletion | null> {
  // What was never sent may have been sent all the same, by a process that ended before it knew.
  if (link.ename !== null && !mapped.mapping.readOnly) {
    return { kind: 'delete', entry, link, ename: link.ename }
  }
  yield* isDeleted({ entry, link })
  return null
}

function* isDeleted({ entry, link }: Pick<Deletion, 'entry' | 'link'>): Work<void> {
  yield* saveLink({ ...link, base: null, view: null, gone: true })
  yield* rowIsSent(entry)
}

/** The record with the platform's changes in it. */
function merged(sync: Sync, { table, localId: id, base, view }: Link, local: Payload): Payload {
  const payload: Record<string, unknown> = { ...base }
  for (const [field, value] of Object.entries(local)) {
    if (isSame(value, view?.[field])) continue
    const conflict = { field, base: view?.[field], local: value, remote: base?.[field] }
    const isOnlyOurs = isSame(conflict.remote, conflict.base)
    const decide = () => sync.hooks.onConflict({ table, id, ...conflict })
    payload[field] = isOnlyOurs ? value : mergeField(conflict, decide)
  }
  return payload
}

function withoutNulls(payload: Payload): Payload {
  return Object.fromEntries(Object.entries(payload).filter(([, value]) => value != null))
}

/** The vault has another record than the one that was sent: the row takes it in. */
async function takeRemote(sync: Sync, { mapped, link, ename }: Draft): Promise<void> {
  const record = await sync.client.read(ename, link.globalId)
  const applied: Applied | null = await sync.database.transact(() =>
    applyRecord(sync, mapped, { globalId: link.globalId, record }, { ename, mayInvent: true }),
  )
  if (applied !== null) sync.hooks.onApplied(applied)
}

interface Sent {
  readonly payload: Payload
  readonly local: Payload
  readonly files: ReadonlyMap<string, string>
}

/** Keeps what is agreed now. A row that held files names them from now on. */
function* isSent(sync: Sync, draft: Draft, { payload, local, files }: Sent): Work<void> {
  const { entry, link, ename, mapped } = draft
  yield* saveLink({ ...link, ename, base: payload, view: local })
  const before = yield* outboxEntry(entry.table, entry.localId)
  if (before?.version !== entry.version) return
  yield* rowIsSent(entry)
  const row = files.size === 0 ? null : yield* mapped.rows.read(entry.localId)
  if (row === null || filesOfRow(mapped.mapping, row).some((file) => !files.has(file))) return
  const named = Object.fromEntries(
    Object.entries(local).filter(([field, value]) => {
      return !isSame(value, toPayload(mapped, row, draft.ids)[field])
    }),
  )
  const reading = { ename, mayInvent: false }
  yield* mapped.rows.update(entry.localId, yield* toColumns(sync, mapped, named, reading))
  const noted = yield* outboxEntry(entry.table, entry.localId)
  if (noted !== null) yield* rowIsSent(noted)
}

const mostRemembered = 100

/** Files that rows hold as `data:` URIs; those sent lately are not sent again. */
function createUploads(sync: Sync) {
  const known = new Map<string, string>()

  async function upload(ename: string, dataUri: string, acl: readonly string[]): Promise<string> {
    const key = createHash('sha256').update(ename).update(dataUri).digest('hex')
    const uploaded = known.get(key)
    if (uploaded !== undefined) return uploaded
    const { contentType, content } = readDataUri(dataUri)
    const filename = `${key.slice(0, 12)}.${contentType.split('/')[1]?.replace(/\W.*/, '') ?? 'bin'}`
    const uri = await sync.client.upload(ename, { filename, contentType, content, acl: [...acl] })
    known.set(key, uri)
    for (const oldest of known.keys()) {
      if (known.size <= mostRemembered) break
      known.delete(oldest)
    }
    return uri
  }

  return {
    async of(ename: string, { mapping }: MappedTable, row: Row) {
      const uris = new Map<string, string>()
      for (const dataUri of filesOfRow(mapping, row)) {
        const acl = sync.hooks.acl(mapping.tableName, row)
        uris.set(dataUri, await upload(ename, dataUri, acl))
      }
      return uris
    },
  }
}

/** @returns the content as base64, which the vault takes */
function readDataUri(dataUri: string): { contentType: string; content: string } {
  const comma = dataUri.indexOf(',')
  const head = dataUri.slice('data:'.length, comma)
  const body = dataUri.slice(comma + 1)
  const contentType = head.split(';')[0] || 'text/plain'
  if (/;base64$/i.test(head)) return { contentType, content: body }
  return { contentType, content: Buffer.from(decodeURIComponent(body)).toString('base64') }
}
