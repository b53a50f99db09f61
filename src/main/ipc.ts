import { type BrowserWindow, ipcMain } from 'electron'
import { z } from 'zod'
import { MOST_WAYS } from '../ipc/connection.ts'
import {
  type IpcCallChannel,
  type IpcCalls,
  type IpcEventChannel,
  type IpcEvents,
  setupSteps,
  VAULT_NAME_LENGTH,
  type WayOut,
} from '../ipc/contract.ts'
import { LONGEST_PASSPHRASE_BYTES, PASSPHRASE_LENGTH } from '../ipc/lock.ts'
import { type Language, languages } from '../language/languages.ts'
import { backupsPlace } from './bring-back/place-schema.ts'
import { hostSchema, portSchema, waySchema } from './connection/way-schema.ts'
import { lockSettings } from './lock/lock-settings.ts'

const passphrase = z
  .instanceof(Uint8Array)
  .refine(({ length }) => length <= LONGEST_PASSPHRASE_BYTES)
const newPassphrase = passphrase.refine(({ length }) => length >= PASSPHRASE_LENGTH.least)

const kitWords = z.string().max(1_000)
const secret = z.string().min(1).max(1_000)

/** What each channel's request must look like; what does not is refused. */
const requestSchemas: { [C in IpcCallChannel]: z.ZodType<IpcCalls[C]['request']> } = {
  'vault:status': z.undefined(),
  'vault:wayOut': z.enum([
    'retry',
    'restore-kit',
    'open-without-keys',
    'open-data-folder',
    'use-key-file',
    'quit',
  ] satisfies WayOut[]),
  'backups:chooseFolder': z.undefined(),
  'vault:openFolder': z.undefined(),
  'vault:rename': z.strictObject({ name: z.string().trim().max(VAULT_NAME_LENGTH) }),
  'setup:read': z.undefined(),
  'setup:goTo': z.enum([...setupSteps, 'done']),
  'bringBack:read': z.undefined(),
  'bringBack:choose': z.enum(['folder', 'archive']),
  'bringBack:findBackups': z.strictObject({
    place: backupsPlace,
    by: z.union([z.strictObject({ words: kitWords }), z.strictObject({ passphrase: secret })]),
  }),
  'bringBack:readArchive': z.strictObject({ words: kitWords.nullable() }),
  'bringBack:begin': z.strictObject({
    backup: z.string().max(100).nullable(),
    acceptUnsigned: z.boolean(),
  }),
  'bringBack:cancel': z.undefined(),
  'bringBack:leave': z.undefined(),
  'bringBack:setAside': z.undefined(),
  'bringBack:open': z.undefined(),
  'window:hold': z.boolean(),
  'camera:open': z.undefined(),
  'camera:close': z.undefined(),
  'clipboard:writeText': z.string().max(10_000_000),
  'desktop:read': z.undefined(),
  'desktop:change': z.strictObject({
    name: z.enum(['startAtLogin', 'keepRunning', 'notifications']),
    on: z.boolean(),
  }),
  'storage:read': z.undefined(),
  'storage:change': z.strictObject({ acknowledge: z.enum(['durable', 'early']) }),
  'export:choose': z.undefined(),
  'export:show': z.undefined(),
  'identity:kit': z.undefined(),
  'identity:saveKit': z.undefined(),
  'identity:restoreKit': z.strictObject({ words: kitWords }),
  'language:read': z.undefined(),
  'language:choose': z.enum(Object.keys(languages) as Language[]).nullable(),
  'lock:read': z.undefined(),
  'lock:lock': z.undefined(),
  'lock:stay': z.undefined(),
  'lock:unlock': z.strictObject({ passphrase }),
  'lock:unlockWithSystem': z.undefined(),
  'lock:recover': z.strictObject({ words: kitWords, passphrase: newPassphrase }),
  'lock:setPassphrase': z.strictObject({
    current: passphrase.nullable(),
    next: newPassphrase.nullable(),
  }),
  'lock:settings': z.undefined(),
  'lock:change': lockSettings,
  'lock:kept': z.undefined(),
  'registry:read': z.undefined(),
  'registry:pasteSecret': z.undefined(),
  'registry:use': z.strictObject({ url: z.string().max(2_000).nullable() }),
  'connection:read': z.undefined(),
  'connection:means': z.undefined(),
  'connection:test': waySchema,
  'connection:use': z.strictObject({
    ways: z.array(waySchema).max(MOST_WAYS),
    leaveOnQuit: z.boolean(),
  }),
  'connection:tryNow': z.undefined(),
  'connection:pasteToken': z.enum(['cloudflared', 'ngrok']),
  'connection:trustNewHostKey': z.strictObject({ host: hostSchema, port: portSchema }),
}

/** A page that anybody may sit at learns and does no more than that. */
const whileLocked: ReadonlySet<IpcCallChannel> = new Set<IpcCallChannel>([
  ...(['lock:read', 'lock:unlock', 'lock:unlockWithSystem', 'lock:recover'] as const),
  ...(['language:read', 'vault:status', 'window:hold'] as const),
])

export type Handlers = {
  [C in IpcCallChannel]: (
    request: IpcCalls[C]['request'],
  ) => IpcCalls[C]['response'] | Promise<IpcCalls[C]['response']>
}

/**
 * Answers the window's calls: only from its top frame and origin, only what parses, and while the app
 * is locked only what the lock screen needs.
 */
export function handleIpc(
  origin: string,
  isLocked: () => Promise<boolean>,
  handlers: Handlers,
): void {
  for (const channel of Object.keys(requestSchemas) as IpcCallChannel[]) {
    ipcMain.handle(channel, async (event, request: unknown) => {
      const frame = event.senderFrame
      if (frame === null || frame.parent !== null || frame.origin !== origin) {
        throw new Error(`${channel}: not from the window`)
      }
      if (!whileLocked.has(channel) && (await isLocked())) throw new Error(`${channel}: locked`)
      const parsed = requestSchemas[channel].parse(request)
      return (handlers[channel] as (request: unknown) => unknown)(parsed)
    })
  }
}

/** Tells the window. */
export function sendToWindow<C extends IpcEventChannel>(
  window: BrowserWindow | null,
  channel: C,
  payload: IpcEvents[C],
): void {
  if (window !== null && !window.isDestroyed()) window.webContents.send(channel, payload)
}
