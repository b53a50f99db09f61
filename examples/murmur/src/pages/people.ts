import type { Account } from '../murmurs.ts'
import { type Html, html } from './html.ts'

/** What to call somebody, of whom perhaps no more is known than their vault. */
export function nameOf(account: Account | null): string {
  const name = account?.shownName?.trim() || account?.handle?.trim()
  return shortened(name ?? '', 60) || account?.ename?.slice(0, 9) || 'Somebody'
}

/** What others wrote, where there is room for so many characters. */
export function shortened(text: string, mostCharacters: number): string {
  const characters = [...text.slice(0, 2 * mostCharacters + 1)]
  if (characters.length <= mostCharacters) return text
  return `${characters.slice(0, mostCharacters).join('')}…`
}

/** The picture, or the first letter in one of six tints. */
export function avatar(account: Account | null): Html {
  if (account?.hasPicture) {
    return html`<img class="avatar" src="/people/${account.id}/picture" alt="" width="44" height="44">`
  }
  const tint = Number.parseInt(account?.id.slice(-4) ?? '0', 16) % 6 || 0
  const letter = [...nameOf(account).replace('@', '')][0]?.toUpperCase() ?? '·'
  return html`<span class="avatar tint-${tint}" aria-hidden="true">${letter}</span>`
}

/** A name that leads to who it is of. */
export function byline(account: Account | null): Html {
  if (account === null) return html`<span class="who">${nameOf(account)}</span>`
  return html`<a class="who" href="/people/${account.id}">${nameOf(account)}</a>`
}

const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' })
const brief = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' })

/** How long ago, in as few letters as do. @param seconds unix time; any time where it is none */
export function since(seconds: number | null): Html {
  const date = new Date(Number(seconds) * 1000)
  if (seconds === null || Number.isNaN(date.getTime())) return html`some time ago`
  const minutes = Math.floor((Date.now() - date.getTime()) / 60_000)
  const words =
    minutes < 1
      ? 'now'
      : minutes < 60
        ? `${minutes} min`
        : minutes < 24 * 60
          ? `${Math.floor(minutes / 60)} h`
          : brief.format(date)
  return html`<time datetime="${date.toISOString()}" title="${full.format(date)}">${words}</time>`
}
