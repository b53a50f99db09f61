import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile } from '../replace-file.ts'
import {
  type Contents,
  type FileSealing,
  FORMAT_VERSION,
  readContents,
  type StoredEntry,
  type StoredKey,
  type StoredNotary,
  type StoredPlatform,
} from './contents.ts'
import { indexNames, withEntry, withoutEntry } from './names.ts'

export { RegistryFileError } from './contents.ts'

/** Platforms with nothing to show: anybody may add to that list by asking for a token. */
const MOST_WITHOUT_EVIDENCE = 1000

/**
 * What the embedded registry knows, in memory and in `registry.json`. A promise that resolves
 * means that the change is on disk; when it rejects nothing has changed. Names are given in their
 * normal form, platforms as canonical URLs.
 */
export interface RegistryStore {
  /** The entry of an eName, or of the vault id that an eName has left. */
  find(name: string): StoredEntry | undefined
  entries(): readonly StoredEntry[]
  /** Adds the entry, or replaces the one of the same eName. */
  put(entry: StoredEntry): Promise<void>
  /** Changes the entry of an eName and returns it, undefined when there is none. */
  patch(
    ename: string,
    change: Partial<Omit<StoredEntry, 'ename'>>,
  ): Promise<StoredEntry | undefined>
  /** Whether the eName was there. */
  remove(ename: string): Promise<boolean>

  platforms(): readonly StoredPlatform[]
  /** Adds a platform that has nothing to show, unless it is there or 1000 such are. */
  listPlatform(url: string): Promise<void>
  /** Adds a platform, or gives the one that is there other evidence to show; null leaves what it
   * has. Returns the platform as it is now. */
  putPlatform(platform: StoredPlatform): Promise<StoredPlatform>
  /** Whether the platform was there. */
  removePlatform(url: string): Promise<boolean>
  /** Notes that a proof was used, good until then (seconds since the epoch), and forgets those
   * that ended before `now`. False when it was used before. */
  spendProof(id: string, until: number, now: number): Promise<boolean>

  notaries(): readonly StoredNotary[]
  /** Adds the notary, or replaces the one of the same eName. */
  putNotary(notary: StoredNotary): Promise<void>
  /** Whether the notary was there. */
  removeNotary(ename: string): Promise<boolean>

  /** The registry's own keys, oldest first. */
  keys(): readonly StoredKey[]
  putKeys(keys: readonly StoredKey[]): Promise<void>
  /** Takes the keys along with the next change. */
  adoptKeys(keys: readonly StoredKey[]): void

  /** Resolves when every change asked for so far has ended, well or badly. */
  settled(): Promise<void>
}

/** What a change makes of the contents, undefined where it changes nothing, and what it answers. */
type Edit<T> = readonly [next: Contents | undefined, answer: T]

/**
 * Opens the store in a directory, which is made when missing; without a file it is empty. A file
 * of an older format is brought up to date by the next change.
 * The caller holds the lock of the data directory: two stores on one file lose entries.
 * Throws a RegistryFileError when the file is there but cannot be read or understood.
 */
export async function openRegistryStore(
  directory: string,
  sealing?: FileSealing,
): Promise<RegistryStore> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const file = join(directory, 'registry.json')
  let contents = await readContents(file, sealing)
  let names = indexNames(contents)
  let lastChange: Promise<unknown> = Promise.resolve()

  const save = async (next: Contents) => {
    const text = `${JSON.stringify({ version: FORMAT_VERSION, ...next }, null, 2)}\n`
    await replaceFile(file, sealing?.seal(Buffer.from(text)) ?? text)
    contents = next
    names = indexNames(next)
  }
  const change = <T>(edit: (now: Contents) => Edit<T>): Promise<T> => {
    const result = lastChange.then(async () => {
      const [next, answer] = edit(contents)
      if (next) await save(next)
      return answer
    })
    lastChange = result.catch(() => {})
    return result
  }

  return {
    find: (name) => names.byAnyName(name),
    entries: () => contents.entries,
    put: (entry) => change((now) => [withEntry(now, entry), undefined]),
    patch: (ename, changes) =>
      change((now) => {
        const current = names.byEName(ename)
        if (!current) return [undefined, undefined]
        const changed = { ...current, ...changes }
        return [withEntry(now, changed), changed]
      }),
    remove: (ename) =>
      change((now) =>
        names.byEName(ename) ? [withoutEntry(now, ename), true] : [undefined, false],
      ),

    platforms: () => contents.platforms,
    listPlatform: (url) => change((now) => [withListed(now, url), undefined]),
    putPlatform: (platform) => change((now) => withPlatform(now, platform)),
    removePlatform: (url) =>
      change((now) => {
        const platforms = now.platforms.filter((known) => known.url !== url)
        return removal(now.platforms, platforms, { ...now, platforms })
      }),
    spendProof: (id, until, time) =>
      change((now) => {
        if (now.usedProofs.some((proof) => proof.id === id)) return [undefined, false]
        const stillGood = now.usedProofs.filter((proof) => proof.until > time)
        return [{ ...now, usedProofs: [...stillGood, { id, until }] }, true]
      }),

    notaries: () => contents.notaries,
    putNotary: (notary) =>
      change((now) => {
        const others = now.notaries.filter(({ ename }) => ename !== notary.ename)
        return [{ ...now, notaries: [...others, notary] }, undefined]
      }),
    removeNotary: (ename) =>
      change((now) => {
        const notaries = now.notaries.filter((notary) => notary.ename !== ename)
        return removal(now.notaries, notaries, { ...now, notaries })
      }),

    keys: () => contents.keys,
    putKeys: (keys) => change((now) => [{ ...now, keys: [...keys] }, undefined]),
    adoptKeys: (keys) => {
      contents = { ...contents, keys: [...keys] }
    },
    settled: async () => {
      await lastChange
    },
  }
}

function withListed(now: Contents, url: string): Contents | undefined {
  if (now.platforms.some((platform) => platform.url === url)) return undefined
  const unproven = now.platforms.filter(({ evidence }) => evidence === null)
  if (unproven.length >= MOST_WITHOUT_EVIDENCE) return undefined
  return { ...now, platforms: [...now.platforms, { url, evidence: null }] }
}

function withPlatform(now: Contents, { url, evidence }: StoredPlatform): Edit<StoredPlatform> {
  const at = now.platforms.findIndex((platform) => platform.url === url)
  const known = now.platforms[at]
  if (known && evidence === null) return [undefined, known]
  const platform = { url, evidence }
  const platforms = known ? now.platforms.with(at, platform) : [...now.platforms, platform]
  return [{ ...now, platforms }, platform]
}

function removal(before: readonly unknown[], after: readonly unknown[], next: Contents) {
  return after.length < before.length ? ([next, true] as const) : ([undefined, false] as const)
}
