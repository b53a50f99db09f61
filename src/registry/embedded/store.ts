import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { replaceFile } from '../replace-file.ts'

const FORMAT_VERSION = 1

const storedEntry = z.object({ ename: z.string(), uri: z.string(), evault: z.string() })
const contentsShape = z.object({ entries: z.array(storedEntry), platforms: z.array(z.string()) })
const fileShape = contentsShape.extend({ version: z.literal(FORMAT_VERSION) })

/** One eName this registry resolves. */
export type StoredEntry = z.infer<typeof storedEntry>
type Contents = z.infer<typeof contentsShape>

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

/**
 * What the embedded registry knows, in memory and in `registry.json`. A promise that resolves
 * means that the change is on disk; when it rejects nothing has changed.
 */
export interface RegistryStore {
  /** The entry of a normalised eName. */
  find(ename: string): StoredEntry | undefined
  /** Adds the entry, or replaces the one of the same eName. */
  put(entry: StoredEntry): Promise<void>
  /** Changes the entry of an eName and returns it, undefined when there is none. */
  patch(
    ename: string,
    change: Partial<Omit<StoredEntry, 'ename'>>,
  ): Promise<StoredEntry | undefined>
  platforms(): readonly string[]
  /** Adds a platform unless it is there. */
  addPlatform(platform: string): Promise<void>
  /** Resolves when every change asked for so far has ended, well or badly. */
  settled(): Promise<void>
}

/**
 * Opens the store in a directory, which is made when missing; without a file it is empty.
 * The caller holds the lock of the data directory: two stores on one file lose entries.
 * Throws a RegistryFileError when the file is there but cannot be read or understood.
 */
export async function openRegistryStore(directory: string): Promise<RegistryStore> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const file = join(directory, 'registry.json')
  let { entries, platforms } = await readContents(file)
  let byName = indexed(entries)
  let lastChange: Promise<unknown> = Promise.resolve()

  const save = async (next: Contents) => {
    await replaceFile(file, `${JSON.stringify({ version: FORMAT_VERSION, ...next }, null, 2)}\n`)
    entries = next.entries
    platforms = next.platforms
    byName = indexed(entries)
  }
  const inTurn = <T>(change: () => Promise<T>): Promise<T> => {
    const result = lastChange.then(change)
    lastChange = result.catch(() => {})
    return result
  }
  const replace = (entry: StoredEntry) =>
    save({ entries: [...indexed([...entries, entry]).values()], platforms })

  return {
    find: (ename) => byName.get(ename),
    put: (entry) => inTurn(() => replace(entry)),
    patch: (ename, change) =>
      inTurn(async () => {
        const current = byName.get(ename)
        if (!current) return undefined
        const changed = { ...current, ...change }
        await replace(changed)
        return changed
      }),
    platforms: () => platforms,
    addPlatform: (platform) =>
      inTurn(async () => {
        if (platforms.includes(platform)) return
        await save({ entries, platforms: [...platforms, platform] })
      }),
    settled: async () => {
      await lastChange
    },
  }
}

function indexed(entries: readonly StoredEntry[]): Map<string, StoredEntry> {
  return new Map(entries.map((entry) => [entry.ename, entry]))
}

async function readContents(file: string): Promise<Contents> {
  const text = await readText(file)
  if (text === null) return { entries: [], platforms: [] }
  const json = parseJson(file, text)
  const parsed = fileShape.safeParse(json)
  if (parsed.success) return { entries: parsed.data.entries, platforms: parsed.data.platforms }
  const { data: newer } = z.object({ version: z.number().gt(FORMAT_VERSION) }).safeParse(json)
  const problem = newer
    ? `was written by a newer version of this program (format ${newer.version})`
    : 'is damaged: it is no list of registered names. It was left as it is'
  throw new RegistryFileError(file, problem, { cause: parsed.error })
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    throw new RegistryFileError(file, `cannot be read (${code})`, { cause })
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new RegistryFileError(file, 'is damaged: it is no JSON. It was left as it is', { cause })
  }
}
