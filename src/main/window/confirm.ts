import { type BrowserWindow, dialog } from 'electron'
import { keyFingerprint } from '../../evault/index.ts'
import type { DocumentToSign, IdentityChange, OwnerQuestion } from '../vault/signing-guard.ts'
import { readableJson } from './readable-json.ts'

interface Question {
  readonly title: string
  readonly detail: string
  readonly button: string
}

/**
 * Asks the owner before anything is signed in their name. The window can't press this button: the
 * dialog is the system's.
 */
export async function confirmSigning(
  window: BrowserWindow | null,
  asked: OwnerQuestion,
): Promise<boolean> {
  const question = await questionOf(asked)
  // Nothing that others hold against the owner is signed by pressing Enter.
  return confirm(window, question, neverByEnter.includes(asked.operation) ? 0 : 1)
}

/** Asks before the secret of a registry, which comes from the clipboard, is sent to it. */
export function confirmRegistry(window: BrowserWindow | null, url: string): Promise<boolean> {
  const question = {
    title: `Register your vault at ${new URL(url).host}?`,
    detail: `The secret that was in your clipboard is given to ${url} and kept in your keychain. Do this only when you got it from this registry.`,
    button: 'Register',
  }
  return confirm(window, question, 0)
}

async function confirm(
  window: BrowserWindow | null,
  { title, detail, button }: Question,
  defaultId: number,
): Promise<boolean> {
  const options = {
    type: 'question' as const,
    message: title,
    detail,
    buttons: ['Cancel', button],
    defaultId,
    cancelId: 0,
  }
  const { response } =
    window === null || window.isDestroyed()
      ? await dialog.showMessageBox(options)
      : await dialog.showMessageBox(window, options)
  return response === 1
}

const neverByEnter: readonly OwnerQuestion['operation'][] = ['approve-recovery', 'sign-document']

async function questionOf(asked: OwnerQuestion): Promise<Question> {
  switch (asked.operation) {
    case 'sign-document':
      return aboutDocument(asked)
    case 'introduce':
      return {
        title: `Show yourself to ${asked.to}?`,
        detail: `The vault of ${asked.to} is to learn that it is you, ${asked.ename}, who asks. It shows you what you may see there; for ten minutes you are not asked again.`,
        button: 'Show myself',
      }
    default:
      return aboutIdentity(asked)
  }
}

function aboutDocument({ subject, type, data }: DocumentToSign): Question {
  return {
    title: `Sign this about ${subject}?`,
    detail: `Type: ${type}\n\n${readableJson(data)}\n\nWhoever sees your signature can show it to others, and it can’t be taken back.`,
    button: 'Sign',
  }
}

async function aboutIdentity(change: IdentityChange): Promise<Question> {
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
      ? '\n\nNobody else can give your vault new keys.'
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
