import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { canonicalPlatform } from './platform-name.ts'

export const FORMAT_VERSION = 2

const storedEntry = z.object({ ename: z.string(), uri: z.string(), evault: z.string() })
const storedAlias = z.object({ evault: z.string(), ename: z.string().nullable() })
const storedEvidence = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('secret'), salt: z.string(), hash: z.string() }),
  z.object({ kind: z.literal('key'), publicKey: z.string() }),
])
const storedPlatform = z.object({ url: z.string(), evidence: storedEvidence.nullable() })
const storedNotary = z.object({ ename: z.string(), url: z.string(), name: z.string().optional() })
const storedKey = z.object({
  number: z.int().positive(),
  kid: z.string(),
  x: z.string(),
  y: z.string(),
  retiredAt: z.number().nullable(),
})
const usedProof = z.object({ id: z.string(), until: z.number() })

const contentsShape = z.object({
  entries: z.array(storedEntry),
  aliases: z.array(storedAlias),
  platforms: z.array(storedPlatform),
  notaries: z.array(storedNotary),
  keys: z.array(storedKey),
  usedProofs: z.array(usedProof),
})
const currentFile = contentsShape.extend({ version: z.literal(FORMAT_VERSION) })
const firstFile = z.object({
  version: z.literal(1),
  entries: z.array(storedEntry),
  platforms: z.array(z.string()),
})

/** One eName this registry resolves. */
export type StoredEntry = z.infer<typeof storedEntry>
/** The id of a vault that an eName has left, in the normal form of a name; null where it had
 * belonged to several, so that it leads nowhere. */
export type StoredAlias = z.infer<typeof storedAlias>
/** What a platform has to show to be certified: a secret, kept as base64 HMAC-SHA256 under a
 * salt, or a signature by a key (multibase). */
export type StoredEvidence = z.infer<typeof storedEvidence>
/** A platform by its canonical base URL. */
export type StoredPlatform = z.infer<typeof storedPlatform>
/** Somebody trusted in recovery. Protocol §3. */
export type StoredNotary = z.infer<typeof storedNotary>
/** A public key of the registry: the `number`-th it has had, P-256, with the time (seconds since
 * the epoch) it signed for the last time. */
export type StoredKey = z.infer<typeof storedKey>
/** Everything in `registry.json`. */
export type Contents = Readonly<z.infer<typeof contentsShape>>

/** The registry's file cannot be used. The message names it; the file is left as it is. */
export class RegistryFileError extends Error {
  override readonly name = 'RegistryFileError'

  constructor(
    readonly file: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`The registry's file ${file} ${problem}`, options)
  }
}

/** What keeps the registry's file from the eyes of others. */
export interface FileSealing {
  seal(plain: Uint8Array): Uint8Array
  /** @throws Error for what `seal` did not make */
  open(sealed: Uint8Array): Uint8Array
}

/**
 * Reads the registry's file, of this format or an older one; empty without a file.
 * Throws a RegistryFileError when it is there but cannot be read or understood.
 */
export async function readContents(file: string, sealing?: FileSealing): Promise<Contents> {
  const text = await readText(file, sealing)
  if (text === null) {
    return { entries: [], aliases: [], platforms: [], notaries: [], keys: [], usedProofs: [] }
  }
  const json = parseJson(file, text)
  const first = firstFile.safeParse(json)
  if (first.success) return fromFirstFormat(first.data)
  const { success, data, error } = currentFile.safeParse(json)
  if (success) {
    const { version, ...contents } = data
    return contents
  }
  const { data: newer } = z.object({ version: z.number().gt(FORMAT_VERSION) }).safeParse(json)
  const problem = newer
    ? `was written by a newer version of this program (format ${newer.version})`
    : 'is damaged: it is no list of registered names. It was left as it is'
  throw new RegistryFileError(file, problem, { cause: error })
}

/** Format 1 knew entries, and platforms as they had written themselves. */
function fromFirstFormat({ entries, platforms }: z.infer<typeof firstFile>): Contents {
  const urls = new Set(platforms.map((text) => canonicalPlatform(text) ?? text))
  return {
    entries,
    platforms: [...urls].map((url) => ({ url, evidence: null })),
    aliases: [],
    notaries: [],
    keys: [],
    usedProofs: [],
  }
}

async function readText(file: string, sealing?: FileSealing): Promise<string | null> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(file)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    throw new RegistryFileError(file, `cannot be read (${code})`, { cause })
  }
  try {
    return Buffer.from(sealing?.open(bytes) ?? bytes).toString()
  } catch (cause) {
    const problem = 'is damaged, or was encrypted for another vault. It was left as it is'
    throw new RegistryFileError(file, problem, { cause })
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new RegistryFileError(file, 'is damaged: it is no JSON. It was left as it is', { cause })
  }
}
