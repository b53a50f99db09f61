import { t } from '@lingui/core/macro'
import { isOpaqueId } from '../../components/is-uuid.ts'

/** One line that tells a record from its neighbours. */
export interface Summary {
  readonly text: string
  /** There was no text to show, so this describes the payload instead. */
  readonly described: boolean
}

const LONGEST = 200
/** How much is shown before a hit. */
const LEAD = 24
const IDENTIFYING_KEY = /^(id|.*Ids?|.*At|ename|w3id|type)$/i

/**
 * The payload's first text that says something: ids and times are passed over. Where `search` is
 * not in it, the place where it is.
 */
export function summarise(payload: unknown, search = ''): Summary {
  const summary = firstText(payload)
  if (search === '' || holds(summary.text, search)) return summary
  return { ...(hitIn(payload, search) ?? summary), described: false }
}

function firstText(payload: unknown): Summary {
  if (typeof payload !== 'object' || payload === null) return described(JSON.stringify(payload))
  const texts = Object.entries(payload).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].trim() !== '',
  )
  const telling = texts.find(([key, text]) => !IDENTIFYING_KEY.test(key) && !isOpaqueId(text))
  const [, text] = telling ?? texts[0] ?? []
  if (text) return { text: oneLine(text), described: false }
  const keys = Object.keys(payload)
  return described(keys.length === 0 ? t`No fields` : keys.join(', '))
}

function described(text: string | undefined): Summary {
  return { text: oneLine(text ?? ''), described: true }
}

function oneLine(text: string): string {
  return text
    .slice(0, LONGEST * 2)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST)
}

/** The first field that holds what is searched for, from a little before the hit on. */
function hitIn(payload: unknown, search: string): Pick<Summary, 'text'> | null {
  if (typeof payload !== 'object' || payload === null) return null
  for (const [name, value] of Object.entries(payload)) {
    const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
    const at = text.toLowerCase().indexOf(search.toLowerCase())
    if (at < 0) continue
    const from = Math.max(0, at - LEAD)
    return { text: oneLine(`${name}: ${from > 0 ? '…' : ''}${text.slice(from, from + LONGEST)}`) }
  }
  return null
}

function holds(text: string, search: string): boolean {
  return text.toLowerCase().includes(search.toLowerCase())
}
