import { plural, t } from '@lingui/core/macro'
import { writtenLocale } from '../../../language/activate.ts'
import { shortenId } from '../../components/shorten-id.ts'
import type { IdentityPartsFragment } from '../../graphql/documents.generated.ts'

export type LogEntry = IdentityPartsFragment['log'][number]

/** An entry of the identity log, told as an event. */
export interface TimelineEvent {
  readonly versionId: string
  /** ISO 8601. */
  readonly time: string
  readonly title: string
  /** Keys that speak for the eName from here on, and those that do no more: multibase. */
  readonly came: readonly string[]
  readonly left: readonly string[]
  /** eNames; only in a recovery. */
  readonly approvedBy: readonly string[]
  /** What was found right when the log was read (src/w3id/identity-log/validate.ts). */
  readonly checks: readonly Check[]
}

interface Check {
  readonly name: string
  readonly finding: string
}

const list = new Intl.ListFormat(writtenLocale())

/** The identity log as a timeline, newest first. Takes it oldest first, as the vault tells it. */
export function timelineOf(log: readonly LogEntry[]): TimelineEvent[] {
  return log.map((entry, index) => eventOf(entry, log[index - 1] ?? null)).reverse()
}

function eventOf(entry: LogEntry, before: LogEntry | null): TimelineEvent {
  const earlier = before?.updateKeys ?? []
  return {
    versionId: entry.versionId,
    time: entry.versionTime,
    title: titleOf(entry),
    came: entry.updateKeys.filter((key) => !earlier.includes(key)),
    left: earlier.filter((key) => !entry.updateKeys.includes(key)),
    approvedBy: entry.approvedBy,
    checks: checksOf(entry, before),
  }
}

function titleOf({ operation, updateKeys, approvedBy }: LogEntry): string {
  const count = updateKeys.length
  const friends = list.format(approvedBy.map(shortenId))
  switch (operation) {
    case 'genesis':
      return plural(count, {
        one: 'Created with its first key',
        other: 'Created with its first keys',
      })
    case 'rotate':
      return t`Key renewed`
    case 'recover':
      return t`Recovered with the approval of ${friends}`
    default:
      return t`Changed (${operation})`
  }
}

function checksOf(entry: LogEntry, before: LogEntry | null): Check[] {
  const earlier = before && shortenId(before.versionId)
  const chain = earlier
    ? t`It follows ${earlier}, and nothing in it was changed since.`
    : t`It is the beginning, and nothing in it was changed since.`
  return [
    { name: t`Signature`, finding: signature[entry.operation] ?? t`It is signed.` },
    { name: t`Chain`, finding: chain },
    {
      name: t`Commitment`,
      finding: commitment[entry.operation] ?? t`The next key is fixed in it.`,
    },
  ]
}

const signature: Readonly<Record<string, string>> = {
  genesis: t`It is signed with its own first key.`,
  rotate: t`It is signed with the key before and with the new key.`,
  recover: t`It is signed with the new key, and those who approved it signed too.`,
}

const commitment: Readonly<Record<string, string>> = {
  genesis: t`It fixes which key may come next, without showing it.`,
  rotate: t`The new key is the one that was fixed beforehand.`,
  recover: t`Approvals stand in for the key that was fixed beforehand; it fixes the next one.`,
}
