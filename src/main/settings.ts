import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { setupSteps, VAULT_NAME_LENGTH } from '../ipc/contract.ts'
import { type Language, languages } from '../language/languages.ts'
import { replaceFile } from '../registry/replace-file.ts'
import { waySchema } from './connection/way-schema.ts'
import { lockSettings } from './lock/lock-settings.ts'

const settingsSchema = z.object({
  /**
   * Where the private keys of the vault are kept, once there are any. `file`: the owner chose
   * it, knowing that it is weaker.
   */
  keys: z.enum(['keychain', 'file']).optional(),
  /** The owner wants the vault open although its keys are not in the keychain. */
  withoutKeys: z.literal(true).optional(),
  /** The recovery kit that was saved last, so that the owner is told when it is old. */
  kit: z
    .object({
      savedAt: z.number(),
      logVersion: z.string(),
      /** Whether it has what opens the encrypted vault, beside the owner's keys. */
      opensRecords: z.boolean().optional(),
    })
    .optional(),
  /** How far the first start came; an installation from before there were steps has none. */
  setup: z.object({ step: z.enum([...setupSteps, 'done']) }).optional(),
  /** A vault that is being brought back: the next start goes on from there. */
  bringingBack: z
    .discriminatedUnion('from', [
      z.object({ from: z.literal('backup') }),
      z.object({ from: z.literal('archive'), file: z.string(), isWhole: z.boolean() }),
    ])
    .optional(),
  /** What the owner calls this vault. */
  name: z.string().min(1).max(VAULT_NAME_LENGTH).optional(),
  /** What the app speaks; else what the system wants. */
  language: z.enum(Object.keys(languages) as Language[]).optional(),
  /** URL of the registry on the network that is used instead of this computer's own. */
  registry: z.string().optional(),
  /** When a change is said to be made, where it is not once the disk has it. */
  acknowledge: z.literal('early').optional(),
  /** How the world reaches the vault; secrets are in the keychain. */
  connection: z
    .object({
      ways: z.array(waySchema),
      /** The registry forgets the address when the app ends. */
      leaveOnQuit: z.boolean(),
    })
    .optional(),
  /** Servers by `host:port`, with the key that they had the first time: `ssh-ed25519 AAAA…`. */
  hostKeys: z.record(z.string(), z.string()).optional(),
  /** When the app locks by itself, where the owner changed it. */
  lock: lockSettings.optional(),
  /** What the owner decided about the app beside its window; else the system's manners hold. */
  desktop: z
    .object({
      keepRunning: z.boolean().optional(),
      notifications: z.boolean().optional(),
      /** The owner was told that the app goes on when its window is closed. */
      toldOfTray: z.literal(true).optional(),
    })
    .optional(),
})
export type AppSettings = z.infer<typeof settingsSchema>

/** The app's own settings on this computer; the vault's are in the vault. */
export interface SettingsFile {
  read(): Promise<AppSettings>
  /** Changes are made one after the other, each to what the one before has left. */
  change(change: (settings: AppSettings) => AppSettings): Promise<void>
}

/** A file that is missing says nothing; one that can't be read is left as it is, and told. */
export function openSettings(file: string): SettingsFile {
  let changed: Promise<unknown> = Promise.resolve()

  async function read(): Promise<AppSettings> {
    try {
      return settingsSchema.parse(JSON.parse(await readFile(file, 'utf8')))
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return settingsSchema.parse({})
      throw new Error(`The settings file ${file} can't be read. Mend it or move it away.`, {
        cause,
      })
    }
  }

  return {
    read,
    change(change) {
      const written = changed.then(async () => {
        await replaceFile(file, JSON.stringify(change(await read()), null, 2))
      })
      changed = written.catch(() => {})
      return written
    },
  }
}
