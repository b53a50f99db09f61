import { join } from 'node:path'
import type { JobMeans } from '../apart/jobs.ts'
import { type JobSource, sealOf } from '../apart/source.ts'
import { openDatabase } from '../db/open.ts'
import { createBlobStore } from '../files/blob-store.ts'
import { writeArchive } from './export.ts'
import { intoNewFile } from './new-file.ts'
import type { Problem } from './table-rows.ts'

/** Writes a snapshot to a new file, as an archive. */
export interface ExportJob {
  readonly source: JobSource
  readonly file: string
  /** Where it is written until it is whole. */
  readonly draft: string
  /** About how many bytes there are to read. */
  readonly total: number
  /** Of the owner, multibase; null where nothing can be signed. */
  readonly publicKey: string | null
  /** Of the program. */
  readonly version: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/** What came of it. */
export interface ExportedArchive {
  readonly records: number
  readonly files: number
  readonly signed: boolean
  /** What could not be read, in the order it was met; the first ones. */
  readonly problems: readonly Problem[]
  readonly problemCount: number
}

/** The archive names all of them. */
const mostTold = 200

export async function exportSnapshot(
  { source, file, draft, total, publicKey, version, at }: ExportJob,
  { log, signal, onProgress, sign }: JobMeans,
): Promise<ExportedArchive> {
  const seal = sealOf(source.keys)
  await using opened = await openDatabase(source.directory, {
    ...{ key: seal.databaseKey(), log },
    ...{ isNew: false, acknowledge: 'durable', templateDirectory: null },
  })
  const { db } = opened
  const blobs = createBlobStore(join(source.dataDirectory, 'blobs'), seal)
  let told = -1
  const { manifest, signed, problems } = await intoNewFile(file, draft, (sink) =>
    writeArchive({
      ...{ db, blobs, sink, signal, version, now: new Date(at) },
      signer: publicKey === null ? null : { publicKey, sign },
      progress(done) {
        const percent = Math.floor((100 * done) / Math.max(1, total))
        if (percent === told) return
        told = percent
        onProgress({ done, total })
      },
    }),
  )
  return {
    records: manifest.tables.find(({ name }) => name === 'meta_envelopes')?.rows ?? 0,
    files: manifest.files.count,
    ...{ signed, problems: problems.slice(0, mostTold), problemCount: problems.length },
  }
}
