import { t } from '@lingui/core/macro'
import { systemPreferences } from 'electron'

/** Has the system ask who sits there: never by itself, only when the owner wants it to. */
export interface SystemPrompt {
  /** As the system calls it. */
  readonly name: string
  /** False where it was not the owner, or they stopped. */
  ask(): Promise<boolean>
}

/**
 * macOS with Touch ID; null elsewhere. Electron offers none on Windows and Linux, and a prompt of
 * our own would prove less than a passphrase does.
 */
export function systemPrompt(): SystemPrompt | null {
  if (process.platform !== 'darwin' || !systemPreferences.canPromptTouchID()) return null
  return {
    name: 'Touch ID',
    ask: () =>
      systemPreferences.promptTouchID(t`unlock your eVault`).then(
        () => true,
        () => false,
      ),
  }
}
