import { basename } from 'node:path'
import {
  createKeyCustody,
  hasVault,
  type KeyCustody,
  keyNames,
  type PlaceSettings,
  putKitFirst,
  type RecoveryKit,
  RecoveryKitError,
  recoveryKeyOf,
  removeDraft,
  type SecretStore,
  VaultStartError,
} from '../../evault/index.ts'
import type {
  BackupsPlace,
  BringBackCalls,
  BringBackFailure,
  BringBackState,
  FoundArchive,
} from '../../ipc/bring-back.ts'
import type { AppSettings, SettingsFile } from '../settings.ts'
import type { RecoveryKits } from '../vault/recovery-kit.ts'
import { setAside } from '../vault/restoration.ts'
import { createAnswers } from './answers.ts'
import type { ToBringBack } from './messages.ts'
import type { Result, Run, RunMeans } from './run.ts'
import { RunFailure } from './run-failure.ts'

type Request<C extends keyof BringBackCalls> = BringBackCalls[C]['request']
type Found = Extract<BringBackState, { state: 'backups' | 'archive' }>

/** Brings a vault back from a copy, before there is one on this computer. */
export interface BringBack {
  read(): BringBackState
  choose(kind: Request<'bringBack:choose'>): Promise<string | null>
  findBackups(request: Request<'bringBack:findBackups'>): Promise<boolean>
  readArchive(request: Request<'bringBack:readArchive'>): Promise<boolean>
  begin(request: Request<'bringBack:begin'>): Promise<void>
  cancel(): void
  leave(): Promise<void>
  setAside(): Promise<void>
  open(): Promise<void>
  /** What the app does first: goes on where the last one was ended. */
  goOn(): Promise<void>
  /** Ends what is under way; it goes on, or is begun anew, at the next start. */
  stop(): void
}

interface Means {
  readonly dataDirectory: string
  readonly templateDirectory: string
  readonly settings: SettingsFile
  readonly openStore: () => Promise<SecretStore>
  readonly kits: {
    /** Asks for a kit's file; null when the owner stopped. */
    open(typedWords: string): Promise<RecoveryKit | null>
    remember: RecoveryKits['remember']
  }
  /** Main's dialog; null when the owner stopped. */
  readonly ask: (kind: Request<'bringBack:choose'>) => Promise<string | null>
  readonly startRun: (means: Pick<RunMeans, 'answer' | 'onProgress'>) => Run
  /** There is no vault, and the owner has not begun to make one. */
  readonly isFirstStart: () => Promise<boolean>
  readonly startVault: () => void
  readonly onChange: (state: BringBackState) => void
}

/** What is looked into, with what opens it. */
interface Opened {
  readonly run: Run
  readonly kit: RecoveryKit | null
  /** The path of an archive. */
  readonly file: string | null
  hold(custody: KeyCustody): void
}

const none = { failure: null, unfinished: null }

export function createBringBack(means: Means): BringBack {
  const { dataDirectory, settings } = means
  const chosen: { folder: string | null; archive: string | null } = { folder: null, archive: null }
  let state: BringBackState = { state: 'idle', ...none }
  let opened: Opened | null = null

  function become(next: BringBackState): void {
    state = next
    means.onChange(next)
  }

  async function unfinishedFile(): Promise<string | null> {
    const { bringingBack } = await settings.read()
    return bringingBack?.from === 'archive' && !bringingBack.isWhole ? bringingBack.file : null
  }

  async function idle(failure: BringBackFailure | null = null): Promise<void> {
    opened?.run.end()
    opened = null
    const file = await unfinishedFile()
    become({ state: 'idle', failure, unfinished: file && basename(file) })
  }

  const mark = (bringingBack: NonNullable<AppSettings['bringingBack']>) =>
    settings.change((before) => ({
      ...before,
      ...{ setup: { step: 'welcome' as const }, bringingBack },
    }))

  /** Nothing of it is there: the first start is where it was. */
  const forget = () =>
    settings.change(({ bringingBack: _, kit: __, ...before }) => ({
      ...before,
      setup: { step: 'welcome' as const },
    }))

  /** The vault is there, and so are its keys: no other first start is needed. */
  const endFirstStart = () =>
    settings.change(({ bringingBack: _, ...before }) => ({
      ...{ ...before, setup: { step: 'done' as const }, keys: before.keys ?? 'keychain' },
    }))

  /** Has a new process look; false when the owner stopped. */
  async function look(
    words: string | null,
    work: (kit: RecoveryKit | null) => Promise<ToBringBack>,
    file: string | null,
  ): Promise<boolean> {
    if (state.state === 'working' || state.state === 'done' || !(await means.isFirstStart())) {
      throw new Error('A vault is there, or on its way.')
    }
    try {
      const kit = words === null ? null : await means.kits.open(words)
      if (words !== null && kit === null) return false
      const asked = await work(kit)
      opened?.run.end()
      become({ state: 'opening' })
      opened = open(kit, file)
      become(await foundIn(await opened.run.do(asked)))
    } catch (error) {
      await idle(failureOf(error))
    }
    return true
  }

  function open(kit: RecoveryKit | null, file: string | null): Opened {
    let custody: KeyCustody | null = null
    const run = means.startRun({
      answer: createAnswers({ custody: () => custody, kit }),
      onProgress(done, total) {
        if (state.state === 'working') become({ ...state, done, total })
      },
    })
    const hold = (held: KeyCustody) => {
      custody = held
    }
    return { run, kit, file, hold }
  }

  async function foundIn(result: Result): Promise<Found> {
    if (result.kind === 'backups') {
      const { title, backups } = result
      return { state: 'backups', title, backups, failure: null }
    }
    if (result.kind !== 'archive' || opened?.file == null) throw new Error('it found nothing')
    const { archive } = result
    const { ename, exportedAt, records, files, missingBefore, unsigned } = archive
    const found: FoundArchive = {
      ...{ file: basename(opened.file), ename, exportedAt: Date.parse(exportedAt) },
      ...{ records, files, missingBefore, unsigned },
      isBegun: (await unfinishedFile()) !== null,
    }
    return { state: 'archive', archive: found, failure: null }
  }

  async function bringBack(
    found: Found,
    from: Opened,
    { backup, acceptUnsigned }: Request<'bringBack:begin'>,
  ): Promise<Extract<BringBackState, { state: 'done' }>> {
    const store = await means.openStore()
    if (from.kit !== null) {
      await putKitFirst(from.kit, store)
      // An import goes on later without it.
      await means.kits.remember(from.kit)
    }
    from.hold(createKeyCustody(store))
    const { keychain } = store
    const isArchive = found.state === 'archive'
    await mark(
      isArchive ? { from: 'archive', file: from.file ?? '', isWhole: false } : { from: 'backup' },
    )
    const { templateDirectory } = means
    const result = await from.run.do(
      isArchive
        ? {
            ...{ kind: 'import', dataDirectory, templateDirectory, keychain, acceptUnsigned },
            isBegun: found.archive.isBegun,
          }
        : { kind: 'restore', id: backup ?? '', dataDirectory, keychain },
    )
    if (result.kind !== 'done') throw new Error('it did something else')
    await mark(
      isArchive ? { from: 'archive', file: from.file ?? '', isWhole: true } : { from: 'backup' },
    )
    const ownerKeys = await store.names(keyNames.owner(result.evaultId, 1))
    return { state: 'done', result: result.result, hasKeys: ownerKeys.length > 0 }
  }

  return {
    read: () => state,

    async choose(kind) {
      chosen[kind] = (await means.ask(kind)) ?? chosen[kind]
      return chosen[kind]
    },

    findBackups: ({ place, by }) =>
      look(
        'words' in by ? by.words : null,
        async (kit) => {
          if (kit !== null) recoveryKeyOf(kit)
          const passphrase = 'passphrase' in by ? by.passphrase : null
          return { kind: 'find-backups', place: readPlace(place, chosen.folder), passphrase }
        },
        null,
      ),

    async readArchive({ words }) {
      const file = chosen.archive ?? (await unfinishedFile())
      if (file === null) throw new Error('No archive was chosen.')
      const work = async (kit: RecoveryKit | null): Promise<ToBringBack> => {
        const owner = kit && { ename: kit.ename, evaultId: kit.evaultId, log: kit.log }
        return { kind: 'read-archive', file, owner }
      }
      return look(words, work, file)
    },

    async begin(request) {
      if ((state.state !== 'backups' && state.state !== 'archive') || opened === null) {
        throw new Error('Nothing was found yet.')
      }
      const [found, from] = [state, opened]
      const kind = found.state === 'archive' ? 'archive' : 'backup'
      become({ state: 'working', from: kind, done: 0, total: 0, isCancelling: false })
      try {
        const done = await bringBack(found, from, request)
        from.run.end()
        opened = null
        become(done)
      } catch (error) {
        const failure = failureOf(error)
        if (!hasVault(dataDirectory)) await forget()
        if (failure.code === 'RUN_ENDED') return idle(failure)
        const shown = failure.code === 'CANCELLED' ? null : failure
        become(
          found.state === 'backups'
            ? { ...found, failure: shown }
            : {
                ...{ ...found, failure: shown },
                archive: { ...found.archive, isBegun: hasVault(dataDirectory) },
              },
        )
      }
    },

    cancel() {
      if (state.state !== 'working' || state.isCancelling) return
      become({ ...state, isCancelling: true })
      opened?.run.cancel()
    },

    async leave() {
      if (state.state === 'working' || state.state === 'done') throw new Error('Not now.')
      await idle()
    },

    async setAside() {
      if (state.state !== 'idle' || (await unfinishedFile()) === null) throw new Error('Not now.')
      if (hasVault(dataDirectory)) await setAside(dataDirectory)
      chosen.archive = null
      await forget()
      await idle()
    },

    async open() {
      if (state.state !== 'done') throw new Error('There is nothing to open yet.')
      await endFirstStart()
      means.startVault()
      become({ state: 'idle', ...none })
    },

    async goOn() {
      const { bringingBack } = await settings.read().catch(() => ({ bringingBack: undefined }))
      if (bringingBack === undefined) return
      const isThere = hasVault(dataDirectory)
      const isWhole = bringingBack.from === 'backup' || bringingBack.isWhole
      if (isThere && isWhole) return endFirstStart()
      if (!isThere) {
        await removeDraft(dataDirectory)
        await forget()
      }
      await idle()
    },

    stop: () => opened?.run.end(),
  }
}

function readPlace(place: BackupsPlace, folder: string | null): PlaceSettings {
  if (place.kind === 's3') return place
  if (folder === null) throw new Error('No folder was chosen.')
  return { kind: 'folder', folder }
}

function failureOf(error: unknown): BringBackFailure {
  if (error instanceof RunFailure) return error.failure
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof VaultStartError) return { code: error.code, message }
  return { code: error instanceof RecoveryKitError ? 'KIT_REFUSED' : 'UNEXPECTED', message }
}
