import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { replaceFile } from '../registry/replace-file.ts'

const settingsSchema = z.object({
  /**
   * Where the private keys of the vault are kept, once there are any. `file`: the owner chose
   * it, knowing that it is weaker.
   */
  keys: z.enum(['keychain', 'file']).optional(),
  /** The owner wants the vault open although its keys are not in the keychain. */
  withoutKeys: z.literal(true).optional(),
  /** The recovery kit that was saved last, so that the owner is told when it is old. */
  kit: z.object({ savedAt: z.number(), logVersion: z.string() }).optional(),
})
export type AppSettings = z.infer<typeof settingsSchema>

/** The app's own settings on this computer; the vault's are in the vault. */
export interface SettingsFile {
  read(): Promise<AppSettings>
  write(settings: AppSettings): Promise<void>
}

/** A file that is missing says nothing; one that can't be read is left as it is, and told. */
export function openSettings(file: string): SettingsFile {
  return {
    async read() {
      try {
        return settingsSchema.parse(JSON.parse(await readFile(file, 'utf8')))
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return settingsSchema.parse({})
        throw new Error(`The settings file ${file} can't be read. Mend it or move it away.`, {
          cause,
        })
      }
    },
    write: (settings) => replaceFile(file, JSON.stringify(settings, null, 2)),
  }
}
