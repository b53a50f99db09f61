import type { Language } from '../language/languages.ts'
import type { BringBackCalls, BringBackEvents } from './bring-back.ts'
import type {
  ConnectionMeans,
  ConnectionSettings,
  ConnectionState,
  ConnectionTest,
  ConnectionWay,
  TokenKind,
} from './connection.ts'
import type { LockCalls, LockEvents } from './lock.ts'

/**
 * The whole conversation between the window and the main process: one type map for calls
 * (window asks, main answers), one for events (main tells). Main's handlers and the preload
 * bridge derive from these maps, so a channel that is not here does not compile.
 */

/** How the keys of this vault are kept. `weak` means: anyone who reads the disk has them. */
export interface KeychainStatus {
  /** For people: "GNOME Keyring (Secret Service)", "macOS Keychain", "Key file". */
  readonly name: string
  readonly weak: boolean
}

/** What the owner can do about a vault that does not start. */
export type WayOut =
  | 'retry'
  | 'restore-kit'
  | 'open-without-keys'
  | 'open-data-folder'
  | 'use-key-file'
  | 'quit'

/** The recovery kit that was saved last. */
export interface KitStatus {
  /** Milliseconds since the epoch; null when none was saved. */
  readonly savedAt: number | null
  /** `versionId` of the identity log's end when it was saved: later rotations make it old. */
  readonly logVersion: string | null
  /** False for one without what opens the vault now: it brings keys back, and no records. */
  readonly opensRecords: boolean
}

/** The steps of the first start, in their order. */
export const setupSteps = ['welcome', 'name', 'keys', 'kit', 'registry', 'ready'] as const
export type SetupStep = (typeof setupSteps)[number]

/** How far the owner is with the first start, and what they call their vault. */
export interface SetupState {
  readonly step: SetupStep | 'done'
  /** For the owner's eyes only: 1 to `VAULT_NAME_LENGTH` characters. */
  readonly name: string
}

export const VAULT_NAME_LENGTH = 60

/** The registry that makes the eName resolvable. Its secret never comes to the window. */
export interface RegistryChoice {
  /** null: the one of this computer. */
  readonly url: string | null
  /** Whether main has a secret for it. */
  readonly hasSecret: boolean
}

/** What the owner decides about the app beside its window. */
export interface DesktopSettings {
  /** As the system has it now. */
  readonly startAtLogin: boolean
  /** null where apps go on without a window anyway (macOS). */
  readonly keepRunning: boolean | null
  readonly notifications: boolean
}

/** How the vault keeps what it is given. */
export interface StorageSettings {
  /** When a change is said to be made: once it is on the disk, or before. */
  readonly acknowledge: 'durable' | 'early'
}

/** Which language the app speaks. */
export interface LanguageState {
  readonly language: Language
  /** BCP 47: how numbers and dates are written. */
  readonly locale: string
  /** null: the owner has the app follow the system. */
  readonly chosen: Language | null
  /** What the app speaks when it follows the system. */
  readonly system: Language
}

/** What menus, tray, notifications and links have the window do. */
export type WindowCommand =
  | { readonly kind: 'go'; readonly path: string }
  | { readonly kind: 'new-record' | 'import' | 'find' | 'palette' }
  /** A `w3ds://` link that somebody, perhaps a web page, has the system open. */
  | { readonly kind: 'open-link'; readonly link: string }

/** Bytes that are encrypted and compared, of all that are to be. */
export interface EncryptionProgress {
  readonly done: number
  readonly total: number
}

/**
 * The vault process, as its supervisor in main sees it. `none`: there is no vault on this computer,
 * and the owner has not begun to make one.
 */
export type VaultStatus =
  | { readonly state: 'none' }
  | {
      readonly state: 'starting'
      /** While a vault is encrypted that a version without encryption left. */
      readonly encrypting?: EncryptionProgress
    }
  | {
      readonly state: 'ready'
      readonly ename: string
      /** Protocol API for programs on this computer, e.g. `http://127.0.0.1:4000`. */
      readonly localUrl: string
      /** The port that was wanted, where another program holds it. */
      readonly portTaken: number | null
      /**
       * Owner GraphQL endpoint, null while the app is locked; main adds the token to requests, the
       * window never sees it.
       */
      readonly ownerUrl: string | null
      readonly registryUrl: string
      readonly keychain: KeychainStatus
      /** True where no key of the vault is in the keychain: nothing can be signed. */
      readonly keyless: boolean
      /** Milliseconds since the epoch. */
      readonly since: number
      /** How often the process had to be started again since the app was opened. */
      readonly restarts: number
    }
  | {
      readonly state: 'restarting'
      readonly cause: string
      readonly attempt: number
      /** Milliseconds since the epoch. */
      readonly retryAt: number
    }
  | {
      readonly state: 'failed'
      /** A code of `VaultStartError`, or `CRASH_LOOP`. */
      readonly code: string
      /** The cause, in words for the owner. */
      readonly message: string
      readonly dataDirectory: string
      readonly waysOut: readonly WayOut[]
    }
  | { readonly state: 'stopping' }

/** Calls: channel → what goes in, what comes back. */
export interface IpcCalls extends BringBackCalls, LockCalls {
  'vault:status': { request: undefined; response: VaultStatus }
  /** Carries out one of the ways out that the last `failed` status offered. */
  'vault:wayOut': { request: WayOut; response: undefined }
  /** Goes to a step of the first start, or ends it. From `keys` on there is a vault. */
  'setup:goTo': { request: SetupState['step']; response: undefined }
  'setup:read': { request: undefined; response: SetupState }
  /** Main asks for a folder to put backups in: its path, or null when the owner stopped. */
  'backups:chooseFolder': { request: undefined; response: string | null }
  /** Shows the folder of the vault's data in the system's file manager. */
  'vault:openFolder': { request: undefined; response: undefined }
  /** An empty name is the one every vault has at first. */
  'vault:rename': { request: { readonly name: string }; response: undefined }
  /** Whether something in the window is not saved or not finished: main asks before it closes. */
  'window:hold': { request: boolean; response: undefined }
  /**
   * The owner scans a code: the window may have the camera’s picture until it closes it again.
   * False where the system, which asks the owner itself, does not let the app.
   */
  'camera:open': { request: undefined; response: boolean }
  'camera:close': { request: undefined; response: undefined }
  'clipboard:writeText': { request: string; response: undefined }
  'desktop:read': { request: undefined; response: DesktopSettings }
  /** Switches one of them on or off. Fails with the cause, in words for the owner. */
  'desktop:change': {
    request: { readonly name: keyof DesktopSettings; readonly on: boolean }
    response: DesktopSettings
  }
  'storage:read': { request: undefined; response: StorageSettings }
  /** Starts the vault again with it. */
  'storage:change': { request: StorageSettings; response: undefined }
  /** Main asks where the archive of the vault goes; null when the owner stopped. */
  'export:choose': { request: undefined; response: string | null }
  /** Shows the file that was chosen last in the system's file manager. */
  'export:show': { request: undefined; response: undefined }
  'identity:kit': { request: undefined; response: KitStatus }
  /** Main shows the words and asks where to save; false when the owner stopped. */
  'identity:saveKit': { request: undefined; response: boolean }
  /**
   * Main asks for the kit's file, puts its keys back into the keychain and starts the vault.
   * `words` as they were typed; false when the owner stopped. Fails with a message for the owner.
   */
  'identity:restoreKit': { request: { readonly words: string }; response: boolean }
  'language:read': { request: undefined; response: LanguageState }
  /** The window speaks it when it is loaded next; null follows the system. */
  'language:choose': { request: Language | null; response: undefined }
  'registry:read': { request: undefined; response: RegistryChoice }
  /**
   * Main takes a registry's secret from the clipboard, which is empty then. It is kept in the
   * keychain once a registry is used with it. Fails with a message for the owner.
   */
  'registry:pasteSecret': { request: undefined; response: { readonly hasSecret: true } }
  /**
   * Main asks whether a registry answers there, and starts the vault again with it; null is the
   * one of this computer. Fails with the cause, in words for the owner; nothing is changed then.
   */
  'registry:use': { request: { readonly url: string | null }; response: undefined }
  'connection:read': { request: undefined; response: ConnectionState }
  /** Makes the SSH key when there is none. Fails with a message for the owner. */
  'connection:means': { request: undefined; response: ConnectionMeans }
  /** Tries a way by itself: connects and probes, then ends it. Nothing is changed; a server’s key
   * that is seen for the first time is kept when the way is saved. */
  'connection:test': { request: ConnectionWay; response: ConnectionTest }
  /** Keeps the ways and takes them at once. Fails with a message for the owner. */
  'connection:use': { request: ConnectionSettings; response: undefined }
  /** Looks, or tries again, now. */
  'connection:tryNow': { request: undefined; response: undefined }
  /** Puts a token from the clipboard, which is empty then, into the keychain. Fails with a
   * message for the owner. */
  'connection:pasteToken': { request: TokenKind; response: undefined }
  /** Main asks whether the server of an SSH tunnel or a relay may have another key from now on;
   * false when the owner says no. */
  'connection:trustNewHostKey': {
    request: { readonly host: string; readonly port: number }
    response: boolean
  }
}

/** Events: channel → payload. */
export interface IpcEvents extends BringBackEvents, LockEvents {
  'vault:statusChanged': VaultStatus
  'setup:changed': SetupState
  'window:command': WindowCommand
  'connection:changed': ConnectionState
  /** The window is not seen any more: its page turns the camera off. */
  'camera:closed': undefined
}

export type IpcCallChannel = keyof IpcCalls
export type IpcEventChannel = keyof IpcEvents

/** What the preload script puts on `window.evault`. */
export interface EvaultBridge {
  call<C extends IpcCallChannel>(
    channel: C,
    ...request: IpcCalls[C]['request'] extends undefined ? [] : [IpcCalls[C]['request']]
  ): Promise<IpcCalls[C]['response']>
  /** Returns the function that ends the subscription. */
  on<C extends IpcEventChannel>(channel: C, listener: (payload: IpcEvents[C]) => void): () => void
}
