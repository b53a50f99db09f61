import { basename } from 'node:path'
import {
  hasVault,
  type PlaceSettings,
  type RecoveryKit,
  recoveryKeyOf,
  removeDraft,
  type SecretStore,
} from '../../evault/index.ts'
import type {
  BackupsPlace,
  BringBackCalls,
  BringBackFailure,
  BringBackState,
} from '../../ipc/bring-back.ts'
import type { SettingsFile } from '../settings.ts'
import type { RecoveryKits } from '../vault/recovery-kit.ts'
import { setAside } from '../vault/restoration.ts'
import { type Copy, openCopy } from './copy.ts'
import { createMarks } from './marks.ts'
import type { ToBringBack } from './messages.ts'
import type { Run, RunMeans } from './run.ts'
import { failureOf } from './run-failure.ts'
import { takeCopy } from './take-copy.ts'

type Request<C extends keyof BringBackCalls> = BringBackCalls[C]['request']

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

const none = { failure: null, unfinished: null }

export function createBringBack(means: Means): BringBack {
  const { dataDirectory, templateDirectory, openStore } = means
  const marks = createMarks(means.settings)
  const { remember } = means.kits
  const chosen: { folder: string | null; archive: string | null } = { folder: null, archive: null }
  let state: BringBackState = { state: 'idle', ...none }
  let opened: Copy | null = null
  let stopWaiting = () => {}

  function become(next: BringBackState): void {
    state = next
    means.onChange(next)
  }

  async function idle(failure: BringBackFailure | null = null): Promise<void> {
    opened?.run.end()
    opened = null
    const file = await marks.unfinishedFile()
    become({ state: 'idle', failure, unfinished: file && basename(file) })
  }

  /** Has a new process look; false when the owner stopped. */
  async function look(
    words: string | null,
    work: (kit: RecoveryKit | null) => Promise<ToBringBack>,
    file: string | null,
  ): Promise<boolean> {
    if (state.state === 'working' || state.state === 'done' || !(await means.isFirstStart())) {
      throw new Error('A vault is there, or on its way.')
    }
    let copy: Copy | null = null
    try {
      const kit = words === null ? null : await means.kits.open(words)
      if (words !== null && kit === null) return false
      const asked = await work(kit)
      opened?.run.end()
      become({ state: 'opening' })
      copy = openCopy({ kit, file }, means.startRun, onProgress)
      opened = copy
      const found = await Promise.race([copy.look(asked, isBegun), leaving()])
      if (found !== 'left') become(found)
    } catch (error) {
      // The owner has left meanwhile: nothing of it is told.
      if (copy === null || opened === copy) await idle(failureOf(error))
    }
    return true
  }

  const isCancelled = () => state.state === 'working' && state.isCancelling
  const target = { dataDirectory, templateDirectory, openStore, remember, marks, isCancelled }

  const isBegun = async () => (await marks.unfinishedFile()) !== null

  /** Resolves when the owner does not wait any longer. */
  const leaving = () =>
    new Promise<'left'>((resolve) => {
      stopWaiting = () => resolve('left')
    })

  function onProgress(done: number, total: number): void {
    if (state.state === 'working') become({ ...state, done, total })
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
      const file = chosen.archive ?? (await marks.unfinishedFile())
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
        const done = await takeCopy(found, from, request, target)
        from.run.end()
        opened = null
        become(done)
      } catch (error) {
        const failure = failureOf(error)
        const wasCancelled = isCancelled() || failure.code === 'CANCELLED'
        const shown = wasCancelled ? null : failure
        if (!hasVault(dataDirectory)) {
          // One that did not end by itself has left it.
          await removeDraft(dataDirectory)
          await marks.forget()
        }
        if (failure.code === 'RUN_ENDED') return idle(shown)
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
      stopWaiting()
      await idle()
    },

    async setAside() {
      if (state.state !== 'idle' || (await marks.unfinishedFile()) === null)
        throw new Error('Not now.')
      if (hasVault(dataDirectory)) await setAside(dataDirectory)
      chosen.archive = null
      await marks.forget()
      await idle()
    },

    async open() {
      if (state.state !== 'done') throw new Error('There is nothing to open yet.')
      await marks.endFirstStart()
      means.startVault()
      become({ state: 'idle', ...none })
    },

    async goOn() {
      const bringingBack = await marks.read()
      if (bringingBack === undefined) return
      const isThere = hasVault(dataDirectory)
      const isWhole = bringingBack.from === 'backup' || bringingBack.isWhole
      if (isThere && isWhole) return marks.endFirstStart()
      if (!isThere) {
        await removeDraft(dataDirectory)
        await marks.forget()
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
