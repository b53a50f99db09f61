import { createHash } from 'node:crypto'
import { z } from 'zod'

/** What is in an archive beside the tables and files (`docs/export.md`). */
export const entryNames = {
  readme: 'README.txt',
  manifest: 'manifest.json',
  signature: 'manifest.sig',
  problems: 'problems.ndjson',
  chunk: (table: string, number: number) =>
    `tables/${table}/${String(number).padStart(6, '0')}.ndjson`,
}

/** Rows of a table in one entry of the archive: about this many bytes, more for a large row. */
export const chunkBytes = 2 * 1024 * 1024
/** More than a row that this vault could have taken. */
export const largestChunkBytes = 32 * 1024 * 1024

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.int().nonnegative()
const rows = { rows: count, bytes: count, sha256 }
const chunkSchema = z.strictObject({ ...rows, file: z.string() })

const manifestSchema = z.object({
  format: z.literal('evault-archive:1'),
  /** ISO 8601. */
  exportedAt: z.string(),
  /** The version of the app that wrote it. */
  app: z.string(),
  vault: z.object({
    ename: z.string().nullable(),
    evaultId: z.string().nullable(),
    schema: count,
  }),
  tables: z.array(
    z.object({
      ...rows,
      name: z.string(),
      ordered: z.boolean(),
      columns: z.record(z.string(), z.string()),
      key: z.array(z.string()),
      chunks: z.array(chunkSchema),
    }),
  ),
  files: z.object({ count, bytes: count, sha256 }),
  problems: z.object({ count, sha256 }),
})
/** What an archive holds, in numbers and hashes; all but this and the signature is covered. */
export type ArchiveManifest = z.infer<typeof manifestSchema>
export type ArchiveTable = ArchiveManifest['tables'][number]
export type ArchiveChunk = z.infer<typeof chunkSchema>

const signatureSchema = z.object({
  alg: z.literal('ES256'),
  /** Multibase: a key that is current by the vault's identity log. */
  publicKey: z.string(),
  /** Base64 of raw r‖s over `signedBytes`. */
  signature: z.string(),
})
export type ArchiveSignature = z.infer<typeof signatureSchema>

/** An archive that is not taken: the message says why, and what can be done. */
export class ArchiveError extends Error {
  override readonly name: string = 'ArchiveError'
}

/** Refused because there is a vault with records already. */
export class VaultInTheWay extends ArchiveError {
  override readonly name = 'VaultInTheWay'
}

/** @throws ArchiveError */
export function parseManifest(text: string): ArchiveManifest {
  const parsed = manifestSchema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  const { format } = (parseJson(text) ?? {}) as { format?: unknown }
  throw new ArchiveError(
    typeof format === 'string' && format !== 'evault-archive:1'
      ? 'This archive was made by a newer version of the app. Import it with that one.'
      : 'The manifest of this archive can’t be read: it is damaged, or this is no archive of a vault.',
  )
}

/** The signature that a text holds, or null when it holds none. */
export function parseSignature(text: string): ArchiveSignature | null {
  return signatureSchema.safeParse(parseJson(text)).data ?? null
}

/** What the owner's key signs of an archive: it says what it is, so that it is nothing else. */
export function signedBytes(manifest: Uint8Array): Uint8Array {
  const digest = createHash('sha256').update(manifest).digest('hex')
  return Buffer.from(`evault-archive:1 ${digest}`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
