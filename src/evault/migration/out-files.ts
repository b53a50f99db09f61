import type { MoveItem } from './ledger.ts'
import { standsForFile } from './local-vault.ts'
import type { MovedRecord } from './record-hash.ts'
import { isTooLarge } from './remote-vault.ts'
import type { Run, Tick } from './run.ts'

const filesAtOnce = 50

/** Brings records; those that stand for bytes of this vault go with the bytes. */
export async function bring(run: Run, records: readonly MovedRecord[]): Promise<void> {
  const ids = records.filter(standsForFile).map(({ id }) => id)
  const withBytes = await run.localFiles.among(ids)
  await run.delivery().bring(records.filter(({ id }) => !withBytes.has(id)))
}

/** Sends the bytes of all files, each with the record that stands for it. */
export async function sendFiles(run: Run, tick: Tick): Promise<void> {
  const total = await run.localFiles.count()
  let done = 0
  for (let after = ''; ; ) {
    const files = await run.localFiles.after(after, filesAtOnce)
    const last = files.at(-1)
    if (last === undefined) return
    for (const { id } of files) {
      await sendFile(run, id)
      done += 1
      await tick(done, total)
    }
    after = last.id
  }
}

/** Sends a file's bytes and the record that stands for it, unless they are there as they are here. */
export async function sendFile(run: Run, id: string): Promise<void> {
  const { ledger, move, localFiles } = run
  const file = (await localFiles.among([id])).get(id)
  const record = (await run.local.byIds([id])).get(id)
  if (file === undefined || record === undefined) return
  let known = (await ledger.items(move, [id])).get(id)
  if (known?.fileHash !== file.hash) {
    const other = await uploaded(run, record, known)
    if (other === null) return
    await run.delivery().bring([asThere(record, other.otherUrl)], other)
    if (run.move.returns && other.otherId !== null) await run.host.adoptFile(id, other.otherId)
    known = (await ledger.items(move, [id])).get(id)
    if (known === undefined) return
    const fileProblem = await wrongBytes(run, id, file.hash)
    await ledger.keep([
      { ...known, fileHash: fileProblem === null ? file.hash : null, fileProblem },
    ])
    return
  }
  await run.delivery().bring([asThere(record, known.otherUrl)])
}

/** Where the same bytes are at a target that held this record before; null where they are not. */
async function thereBefore(run: Run, { id }: MovedRecord, hash: string): Promise<string | null> {
  if (run.move.wasEmpty || run.move.returns) return null
  const found = (await run.remote().byIds([id])).get(id)
  const { publicUrl } = (found?.payload ?? {}) as { publicUrl?: unknown }
  if (typeof publicUrl !== 'string' || (await wrongBytes(run, id, hash)) !== null) return null
  return publicUrl
}

/** Why the bytes that are there are not those that were sent; null where they are. */
async function wrongBytes({ remoteFiles }: Run, id: string, sent: string): Promise<string | null> {
  try {
    const hash = await remoteFiles.digest(id)
    return hash === sent ? null : 'Its bytes came out different there.'
  } catch (error) {
    if (!isRefusal(error) && !isTooLarge(error)) throw error
    return error instanceof Error ? error.message : 'Its bytes were not shown.'
  }
}

/** Uploads the bytes, once. null where that can't be; then the record goes as it is. */
async function uploaded(run: Run, record: MovedRecord, known: MoveItem | undefined) {
  const { ledger, move, localFiles, remoteFiles } = run
  const { id, acl } = record
  const file = (await localFiles.among([id])).get(id)
  const bytes = file === undefined ? null : await localFiles.read(file.hash)
  bytes?.destroy()
  const problem = file === undefined || bytes === null ? 'Its bytes are lost here.' : null
  if (known?.otherId != null && known.otherUrl !== null && known.fileProblem === null) return known
  if (problem === null && file !== undefined) {
    const before = known === undefined ? await thereBefore(run, record, file.hash) : null
    if (before !== null) return { otherId: null, otherUrl: before }
    try {
      const { id: otherId, publicUrl } = await remoteFiles.upload({
        ...{ filename: file.filename, contentType: file.contentType, size: file.size },
        acl: acl ?? [],
        read: async () => (await localFiles.read(file.hash)) ?? fail('the bytes are gone'),
      })
      const here = `${move.uri ?? run.http.base}/files/${encodeURIComponent(move.ename)}/${encodeURIComponent(id)}`
      return { otherId, otherUrl: run.move.returns ? here : publicUrl }
    } catch (error) {
      if (!isRefusal(error) && !isTooLarge(error)) throw error
      return giveUp(error instanceof Error ? error.message : 'It was not taken.')
    }
  }
  return giveUp(problem ?? '')

  async function giveUp(fileProblem: string): Promise<null> {
    await run.delivery().bring([record])
    const item = (await ledger.items(move, [id])).get(id)
    if (item !== undefined) await ledger.keep([{ ...item, fileProblem }])
    return null
  }
}

/** The record of a file as it has to be at the target: its address there in place of ours. */
function asThere(record: MovedRecord, publicUrl: string | null): MovedRecord {
  if (publicUrl === null) return record
  return { ...record, payload: { ...(record.payload as object), publicUrl } }
}

function isRefusal(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return code === 'REFUSED' || code === 'BAD_ANSWER'
}

function fail(message: string): never {
  throw new Error(message)
}
