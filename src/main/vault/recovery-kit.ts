import { readFile, stat, writeFile } from 'node:fs/promises'
import { t } from '@lingui/core/macro'
import { type BrowserWindow, dialog } from 'electron'
import { z } from 'zod'
import {
  collectKeys,
  newKitWords,
  openKit,
  opensStorage,
  putKitBack,
  type RecoveryKit,
  readKitWords,
  type SecretStore,
  sealKit,
} from '../../evault/index.ts'
import type { KitStatus } from '../../ipc/contract.ts'
import type { SettingsFile } from '../settings.ts'
import type { KitPaper } from '../window/kit-page.ts'
import { askOwner } from './ask-owner.ts'
import type { OpenVaultInfo } from './messages.ts'

/** Saves the owner's recovery kit and restores from it. Keys and words never leave main. */
export interface RecoveryKits {
  status(): Promise<KitStatus>
  /** Shows the words and saves the file; false when the owner stopped. */
  save(window: BrowserWindow | null): Promise<boolean>
  /** Asks for a kit's file and opens it with the words; null when the owner stopped. */
  open(window: BrowserWindow | null, typedWords: string): Promise<RecoveryKit | null>
  /** Puts the keys of a kit into the keychain, and remembers that there is this kit. */
  putBack(kit: RecoveryKit): Promise<void>
  /** Remembers that there is this kit, whose keys are in the keychain, and what it is good for. */
  remember(kit: RecoveryKit): Promise<void>
  /** Whether the open vault holds no records. */
  isVaultEmpty(): Promise<boolean>
}

interface Means {
  readonly dataDirectory: string
  readonly settings: SettingsFile
  /** null while the vault is not open. */
  readonly owner: () => OpenVaultInfo['owner']
  /** Takes the words away that are shown when the app locks. */
  readonly signal: () => AbortSignal
  /** The keychain, as the vault's keys are kept in it. */
  readonly openStore: () => Promise<SecretStore>
  /** @throws Error with a message for the owner, when nothing can be printed */
  readonly print: (paper: KitPaper) => Promise<void>
}

const kitFilter = { name: 'eVault recovery kit', extensions: ['evaultkit'] }
const largestFileBytes = 4 * 1024 * 1024

const identityAnswer = z.object({
  data: z.object({
    identity: z.object({
      ename: z.string(),
      evaultId: z.string(),
      log: z.array(z.object({ versionId: z.string(), entry: z.unknown() })).min(1),
    }),
  }),
})

const logEnd = z.object({ versionId: z.string() })

const emptinessAnswer = z.object({
  data: z.object({ vault: z.object({ totalCount: z.number() }) }),
})

export function createRecoveryKits(means: Means): RecoveryKits {
  const { dataDirectory, settings, owner, openStore, print } = means

  async function remember(kit: RecoveryKit): Promise<void> {
    const savedAt = Date.parse(kit.createdAt)
    const { versionId: logVersion } = logEnd.parse(kit.log.at(-1))
    const opensRecords = await opensStorage(dataDirectory, kit)
    await settings.change((before) =>
      before.kit !== undefined && before.kit.savedAt >= savedAt
        ? before
        : { ...before, kit: { savedAt, logVersion, opensRecords } },
    )
  }

  return {
    async status() {
      const { kit } = await settings.read()
      const { savedAt = null, logVersion = null, opensRecords = false } = kit ?? {}
      return { savedAt, logVersion, opensRecords }
    },

    async save(window) {
      const query = '{ identity { ename evaultId log { versionId entry } } }'
      const { ename, evaultId, log } = identityAnswer.parse(await askOwner(owner(), query)).data
        .identity
      const words = newKitWords()
      const onPaper = () => print({ words, ename, madeAt: Date.now() })
      if (!(await showWords(window, words, onPaper, means.signal()))) return false
      const file = await askWhereToSave(window)
      if (file === null) return false
      const keys = await collectKeys(await openStore(), evaultId)
      const createdAt = new Date()
      const kit = {
        ...{ ename, evaultId, keys, createdAt: createdAt.toISOString() },
        log: log.map(({ entry }) => entry),
      }
      await writeFile(file, await sealKit(kit, words), { mode: 0o600 })
      const logVersion = log.at(-1)?.versionId ?? ''
      const opensRecords = await opensStorage(dataDirectory, kit)
      const saved = { savedAt: createdAt.getTime(), logVersion, opensRecords }
      await settings.change((before) => ({ ...before, kit: saved }))
      return true
    },

    async open(window, typedWords) {
      const words = readKitWords(typedWords)
      const file = await askForFile(window)
      if (file === null) return null
      if ((await stat(file)).size > largestFileBytes) {
        throw new Error(t`This file is no recovery kit.`)
      }
      return openKit(await readFile(file), words)
    },

    async putBack(kit) {
      await putKitBack(dataDirectory, kit, await openStore())
      await remember(kit)
    },
    remember,

    async isVaultEmpty() {
      const { vault } = emptinessAnswer.parse(
        await askOwner(owner(), '{ vault { totalCount } }'),
      ).data
      return vault.totalCount === 0
    },
  }
}

/**
 * The words are shown outside of the window, whose pages never see them, until the owner has them on
 * paper.
 * @returns false when the owner stopped
 */
async function showWords(
  window: BrowserWindow | null,
  words: readonly string[],
  print: () => Promise<void>,
  signal: AbortSignal,
): Promise<boolean> {
  const hint = t`They open the file that is saved next. Keep both, in two places: each alone is worth nothing, and nobody can show you the words again. Print them only on a printer of your own: some keep what they print.`
  for (let trouble = ''; ; ) {
    const { response } = await ask(window, {
      signal,
      type: 'info',
      message: t`Write these twelve words on paper`,
      detail: `${trouble}${inColumns(words)}\n\n${hint}`,
      buttons: [t`Cancel`, t`I have them on paper`, t`Print…`],
      defaultId: 0,
      cancelId: 0,
    })
    if (response !== 2) return response === 1
    trouble = await print().then(
      () => '',
      (error: Error) => `${error.message}\n\n`,
    )
  }
}

function inColumns(words: readonly string[]): string {
  const half = words.length / 2
  const rows = words.slice(0, half).map((word, at) => {
    const left = `${String(at + 1).padStart(2)}. ${word}`
    return `${left.padEnd(18)}${String(at + half + 1).padStart(2)}. ${words[at + half]}`
  })
  return rows.join('\n')
}

function ask(window: BrowserWindow | null, options: Electron.MessageBoxOptions) {
  return window === null ? dialog.showMessageBox(options) : dialog.showMessageBox(window, options)
}

async function askWhereToSave(window: BrowserWindow | null): Promise<string | null> {
  const options = {
    title: t`Save recovery kit`,
    defaultPath: 'recovery.evaultkit',
    filters: [kitFilter],
  }
  const { canceled, filePath } =
    window === null
      ? await dialog.showSaveDialog(options)
      : await dialog.showSaveDialog(window, options)
  return canceled || filePath === '' ? null : filePath
}

async function askForFile(window: BrowserWindow | null): Promise<string | null> {
  const options: Electron.OpenDialogOptions = {
    title: t`Open recovery kit`,
    properties: ['openFile'],
    filters: [kitFilter, { name: t`All files`, extensions: ['*'] }],
  }
  const { canceled, filePaths } =
    window === null
      ? await dialog.showOpenDialog(options)
      : await dialog.showOpenDialog(window, options)
  return canceled ? null : (filePaths[0] ?? null)
}
