import { plural, t } from '@lingui/core/macro'
import type { VaultStatus } from '../../ipc/contract.ts'
import { countOf, type WaitingItem, type WaitingKind } from './waiting.ts'

/** What a notification says, and the screen that it leads to. */
export interface Notice {
  readonly title: string
  readonly body: string
  readonly path: string
}

const LONGEST_NAME = 40
const LONGEST_CAUSE = 80

/** The screen where each is answered. */
export const screenOf: Readonly<Record<WaitingKind, string>> = {
  recovery: '/identity#asking',
  platform: '/access',
  signature: '/bindings',
  'stale-backup': '/settings?section=backups',
  'failed-proof': '/settings?section=backups',
  delivery: '/deliveries?state=failed',
}

/** How many wait, for a menu: “2 platforms ask”. */
export function waitingInWords(kind: WaitingKind, count: number): string {
  switch (kind) {
    case 'recovery':
      return plural(count, {
        one: '# person asks for new keys',
        other: '# people ask for new keys',
      })
    case 'platform':
      return plural(count, { one: '# platform asks', other: '# platforms ask' })
    case 'signature':
      return plural(count, { one: '# signature waits', other: '# signatures wait' })
    case 'stale-backup':
      return t`Your backup is out of date`
    case 'failed-proof':
      return t`Your backup can’t be restored whole`
    case 'delivery':
      return plural(count, { one: '# delivery was given up', other: '# deliveries were given up' })
  }
}

/** How the vault is, in a line. */
export function vaultInWords(status: VaultStatus): string {
  switch (status.state) {
    case 'none':
      return t`There is no vault yet`
    case 'starting':
      return t`Your vault is starting…`
    case 'ready':
      return t`Your vault is open`
    case 'restarting':
      return t`Your vault stopped and is being started again…`
    case 'failed':
      return notStarting(cut(status.message, LONGEST_CAUSE))
    case 'stopping':
      return t`Your vault is closing…`
  }
}

/**
 * Tells of what is new of one kind: of one by its name, of several by their number. Names stand in the
 * title only: desktops read markup in what is below it.
 */
export function noticeOf(kind: WaitingKind, items: readonly WaitingItem[]): Notice {
  const path = screenOf[kind]
  const [first, second] = items
  if (first === undefined || second !== undefined) {
    return { title: waitingInWords(kind, countOf(items)), body: bodyOfMany(kind), path }
  }
  const body = first.count > 1 ? bodyOfMany(kind) : bodyOfOne(kind)
  return {
    title: titleOfOne(kind, nameInWords(first.name), first.count),
    body: first.isVerified ? body : t`The name is only claimed. ${body}`,
    path,
  }
}

/** Tells that something of a kind is new, to whoever may sit there: no names. */
export function hiddenNoticeOf(kind: WaitingKind, items: readonly WaitingItem[]): Notice {
  const title = waitingInWords(kind, countOf(items))
  return { title, body: t`Unlock eVault to see more.`, path: screenOf[kind] }
}

function titleOfOne(kind: WaitingKind, name: string, count: number): string {
  switch (kind) {
    case 'recovery':
      return t`“${name}” asks you to approve new keys`
    case 'platform':
      return t`“${name}” asks to use your vault`
    case 'signature':
      return t`“${name}” signed one of your documents`
    case 'stale-backup':
    case 'failed-proof':
      return waitingInWords(kind, count)
    case 'delivery':
      return plural(count, {
        one: `# delivery to “${name}” was given up`,
        other: `# deliveries to “${name}” were given up`,
      })
  }
}

function bodyOfOne(kind: WaitingKind): string {
  switch (kind) {
    case 'recovery':
      return t`Call before you approve.`
    case 'platform':
      return t`Until you decide, it is refused.`
    case 'signature':
      return t`It waits for your approval.`
    case 'stale-backup':
      return t`See why, and make one now.`
    case 'failed-proof':
      return t`See what differs. The next backup mends what is damaged.`
    case 'delivery':
      return t`It is kept, and can be sent again.`
  }
}

function bodyOfMany(kind: WaitingKind): string {
  switch (kind) {
    case 'recovery':
      return t`Call each of them before you approve.`
    case 'platform':
      return t`Until you decide, they are refused.`
    case 'signature':
      return t`They wait for your approval.`
    case 'stale-backup':
      return t`See why, and make one now.`
    case 'failed-proof':
      return t`See what differs. The next backup mends what is damaged.`
    case 'delivery':
      return t`They are kept, and can be sent again.`
  }
}

function notStarting(cause: string): string {
  return t`Your vault does not start: ${cause}`
}

/**
 * A name that strangers chose, in one short line: of a URL the host, whose end says whose it is; an
 * eName by its ends. What is not seen, turns the line around or is read as markup shows as �.
 */
export function nameInWords(name: string): string {
  const isUrl = /^https?:\/\//i.test(name) && URL.canParse(name)
  if (isUrl) return cutFront(new URL(name).host)
  const text = name.trim().replace(/[\p{C}\p{Zl}\p{Zp}<>]/gu, '�')
  if (text.startsWith('@') && text.length > 17) return `${text.slice(0, 9)}…${text.slice(-4)}`
  return cut(text, LONGEST_NAME)
}

function cutFront(host: string): string {
  return host.length <= LONGEST_NAME ? host : `…${host.slice(1 - LONGEST_NAME)}`
}

function cut(text: string, longest: number): string {
  const characters = [...text.replace(/\s+/gu, ' ').trim()]
  if (characters.length <= longest) return characters.join('')
  return `${characters.slice(0, longest - 1).join('')}…`
}
