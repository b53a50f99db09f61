import { i18n } from '@lingui/core'
import { plural, t } from '@lingui/core/macro'
import { type BrowserWindow, dialog } from 'electron'
import { keyFingerprint } from '../../evault/index.ts'
import type {
  ArchiveToSign,
  DocumentToSign,
  IdentityChange,
  OwnerQuestion,
} from '../vault/signing-guard.ts'
import { readableJson } from './readable-json.ts'
import { aboutSession } from './session-question.ts'

type Trust = NonNullable<IdentityChange['trust']>

interface Question {
  readonly title: string
  readonly detail: string
  readonly button: string
  readonly isWarning?: boolean
}

/**
 * Asks the owner before anything is signed in their name. The window can't press this button: the
 * dialog is the system's.
 * @param signal takes the question back, which is a no
 */
export async function confirmSigning(
  window: BrowserWindow | null,
  asked: OwnerQuestion,
  signal: AbortSignal,
): Promise<boolean> {
  const question = await questionOf(asked)
  // Nothing that others hold against the owner is signed by pressing Enter.
  return confirm(window, question, neverByEnter.includes(asked.operation) ? 0 : 1, signal)
}

/** Asks before the secret of a registry, which comes from the clipboard, is sent to it. */
export function confirmRegistry(
  window: BrowserWindow | null,
  url: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { host } = new URL(url)
  const question = {
    title: t`Register your vault at ${host}?`,
    detail: t`The secret that was in your clipboard is given to ${url} and kept in your keychain. Do this only when you got it from this registry.`,
    button: t`Register`,
  }
  return confirm(window, question, 0, signal)
}

/** Asks before a server that has another key than before is trusted all the same. */
export function confirmHostKey(
  window: BrowserWindow | null,
  host: string,
  signal: AbortSignal,
): Promise<boolean> {
  const question = {
    title: t`Trust another key of ${host}?`,
    detail: t`The server has shown a key that is not the one it had before. That happens when it was set up anew, and also when somebody has put themselves in between. Ask whoever runs it before you go on. Its next key is taken as the right one.`,
    button: t`Trust its next key`,
    isWarning: true,
  }
  return confirm(window, question, 0, signal)
}

/**
 * Tells that the app goes on when its window is closed.
 * @returns false when the owner wants it to end instead
 */
export async function confirmHiding(window: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'info',
    message: t`eVault Desktop goes on`,
    detail: t`Your vault stays open for the apps that use it. The icon in the tray brings the window back, and so does opening the app again. In Settings, General, you can have it end with its window.`,
    buttons: [t`Keep running`, t`Quit`],
    defaultId: 0,
    cancelId: 0,
  })
  return response === 0
}

async function confirm(
  window: BrowserWindow | null,
  { title, detail, button, isWarning = false }: Question,
  defaultId: number,
  signal: AbortSignal,
): Promise<boolean> {
  const options = {
    // Taken back when the app locks.
    signal,
    type: isWarning ? ('warning' as const) : ('question' as const),
    message: title,
    detail,
    buttons: [t`Cancel`, button],
    defaultId,
    cancelId: 0,
  }
  const { response } =
    window === null || window.isDestroyed()
      ? await dialog.showMessageBox(options)
      : await dialog.showMessageBox(window, options)
  return response === 1
}

const neverByEnter: readonly OwnerQuestion['operation'][] = [
  'approve-recovery',
  'sign-document',
  'sign-session',
]

async function questionOf(asked: OwnerQuestion): Promise<Question> {
  switch (asked.operation) {
    case 'sign-document':
      return aboutDocument(asked)
    case 'introduce':
      return introduction(asked.to, asked.ename)
    case 'sign-session':
      return aboutSession(asked)
    case 'sign-archive':
      return aboutArchive(asked)
    default:
      return aboutIdentity(asked)
  }
}

function aboutArchive({ file, digest }: ArchiveToSign): Question {
  return {
    title: t`Sign the archive of your vault?`,
    detail: t`${file}\n\nYour signature says that this is what your vault held. Without it, whoever imports the archive can’t tell whether somebody has changed it. What is signed is the SHA-256 of its manifest:\n\n${digest}`,
    button: t`Sign`,
  }
}

function introduction(to: string, ename: string): Question {
  return {
    title: t`Show yourself to ${to}?`,
    detail: t`The vault of ${to} is to learn that it is you, ${ename}, who asks. It shows you what you may see there; for ten minutes you are not asked again.`,
    button: t`Show myself`,
  }
}

function aboutDocument({ subject, type, data }: DocumentToSign): Question {
  const kind = t`Type: ${type}`
  const warning = t`Whoever sees your signature can show it to others, and it can’t be taken back.`
  return {
    title: t`Sign this about ${subject}?`,
    detail: `${kind}\n\n${readableJson(data)}\n\n${warning}`,
    button: t`Sign`,
  }
}

async function aboutIdentity(change: IdentityChange): Promise<Question> {
  const { ename, operation, keys } = change
  switch (operation) {
    case 'genesis':
      return {
        title: t`Begin the history of your keys?`,
        detail: t`${ename} has no identity log yet: it was made by an earlier version. The log begins with your present key; from then on every change of your keys is signed and can be checked. If you have confirmed this before, cancel.`,
        button: t`Begin`,
      }
    case 'rotate':
      return {
        title: t`Renew the key of your vault?`,
        detail: detailOfOwn(change),
        button: t`Renew key`,
      }
    case 'recover':
      return {
        title: t`Take over this vault with a new key?`,
        detail: detailOfOwn(change),
        button: t`Take over`,
      }
    case 'approve-recovery': {
      const fingerprints = await Promise.all(keys.map(keyFingerprint))
      return {
        title: t`Give ${ename} a new key?`,
        detail: [
          t`Somebody asks you to confirm that they are ${ename} and lost their keys. Call them, at a number you had before, and compare:`,
          fingerprints.join('\n'),
          t`Only approve when they read out the same. With enough approvals this key speaks for ${ename}.`,
        ].join('\n\n'),
        button: t`They are the same: approve`,
      }
    }
  }
}

function detailOfOwn({ ename, keys, trust }: IdentityChange): string {
  const paragraphs = [
    plural(keys.length, {
      one: `For ${ename}. From then on this key speaks for you, and your present key does no more:`,
      other: `For ${ename}. From then on these keys speak for you, and your present key does no more:`,
    }),
    keys.map(shortened).join('\n'),
    ...(trust === null ? [t`Nobody else can give your vault new keys.`] : aboutTrust(trust)),
    t`What you signed before stays valid. Your recovery kit gets out of date: save a new one.`,
  ]
  return paragraphs.join('\n\n')
}

function aboutTrust({ threshold, waitSeconds, trusted }: Trust): readonly string[] {
  const wait = waitInWords(waitSeconds)
  return [
    t`You trust these with a recovery; any ${threshold} of them together can give your vault new keys after ${wait}:`,
    trusted.join('\n'),
  ]
}

function waitInWords(seconds: number): string {
  const [unit, length] = seconds < 3_600 ? (['minute', 60] as const) : (['hour', 3_600] as const)
  const style = { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 1 } as const
  return i18n.number(seconds / length, style)
}

function shortened(key: string): string {
  return `${key.slice(0, 12)}…${key.slice(-12)}`
}
