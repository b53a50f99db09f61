import type { Person } from '../documents.ts'
import { type Html, html } from './html.ts'

/** What to call somebody, of whom perhaps no more is known than their vault. */
export function nameOf(person: Person | null): string {
  return person?.name || person?.nick || person?.ename?.slice(0, 9) || 'Somebody'
}

/** The portrait, or the first letter in one of six tints. */
export function avatar(person: Person | null): Html {
  if (person?.hasPortrait) {
    return html`<img class="avatar" src="/people/${person.id}/portrait" alt="" width="40" height="40">`
  }
  const tint = Number.parseInt(person?.id.slice(-4) ?? '0', 16) % 6 || 0
  const letter = [...nameOf(person).replace('@', '')][0]?.toUpperCase() ?? '·'
  return html`<span class="avatar tint-${tint}" aria-hidden="true">${letter}</span>`
}

export function byline(person: Person | null): Html {
  const who = html`${avatar(person)} <span>${nameOf(person)}</span>`
  if (person === null) return html`<span class="byline">${who}</span>`
  return html`<a class="byline" href="/people/${person.id}">${who}</a>`
}

/** A date of a document; nothing where it is none. */
export function day(iso: string): Html {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return html``
  const words = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' }).format(date)
  return html`<time datetime="${date.toISOString()}">${words}</time>`
}
