import { type BrowserWindow, dialog } from 'electron'
import { keyFingerprint } from '../../evault/index.ts'
import type { IdentityChange } from '../vault/signing-guard.ts'

interface Question {
  readonly title: string
  readonly detail: string
  readonly button: string
}

/**
 * Asks the owner before anything is signed that changes who may act as them, or as a friend who
 * trusts them. The window can't press this button: the dialog is the system's.
 */
export async function confirmIdentityChange(
  window: BrowserWindow | null,
  change: IdentityChange,
): Promise<boolean> {
  const { title, detail, button } = await questionOf(change)
  const options = {
    type: 'question' as const,
    message: title,
    detail,
    buttons: ['Cancel', button],
    // A word for somebody else is never given by pressing Enter.
    defaultId: change.operation === 'approve-recovery' ? 0 : 1,
    cancelId: 0,
  }
  const { response } =
    window === null || window.isDestroyed()
      ? await dialog.showMessageBox(options)
      : await dialog.showMessageBox(window, options)
  return response === 1
}

async function questionOf(change: IdentityChange): Promise<Question> {
  const { ename, operation, keys } = change
  switch (operation) {
    case 'genesis':
      return {
        title: 'Begin the history of your keys?',
        detail: `${ename} has no identity log yet: it was made by an earlier version. The log begins with your present key; from then on every change of your keys is signed and can be checked. If you have confirmed this before, cancel.`,
        button: 'Begin',
      }
    case 'rotate':
      return {
        title: 'Renew the key of your vault?',
        detail: detailOfOwn(change),
        button: 'Renew key',
      }
    case 'recover':
      return {
        title: 'Take over this vault with a new key?',
        detail: detailOfOwn(change),
        button: 'Take over',
      }
    case 'approve-recovery': {
      const fingerprints = await Promise.all(keys.map(keyFingerprint))
      return {
        title: `Give ${ename} a new key?`,
        detail: `Somebody asks you to confirm that they are ${ename} and lost their keys. Call them, at a number you had before, and compare:\n\n${fingerprints.join('\n')}\n\nOnly approve when they read out the same. With enough approvals this key speaks for ${ename}.`,
        button: 'They are the same: approve',
      }
    }
  }
}

function detailOfOwn({ ename, keys, trust }: IdentityChange): string {
  const speak = keys.length === 1 ? 'this key speaks' : 'these keys speak'
  const trusted =
    trust === null
      ? ''
      : `\n\nYou trust these with a recovery; any ${trust.threshold} of them together can give your vault new keys after ${waitInWords(trust.waitSeconds)}:\n\n${trust.trusted.join('\n')}`
  return `For ${ename}. From then on ${speak} for you, and your present key does no more:\n\n${keys.map(shortened).join('\n')}${trusted}\n\nWhat you signed before stays valid. Your recovery kit gets out of date: save a new one.`
}

function waitInWords(seconds: number): string {
  if (seconds < 3_600) return `${Math.round(seconds / 60)} minutes`
  return `${Math.round(seconds / 360) / 10} hours`
}

function shortened(key: string): string {
  return `${key.slice(0, 12)}…${key.slice(-12)}`
}
