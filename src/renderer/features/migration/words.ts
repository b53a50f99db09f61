import { t } from '@lingui/core/macro'
import type { Move } from './use-move.ts'

type Step = Move['steps'][number]

/** What each step does. */
export const stepWords: Readonly<Record<Step['step'], string>> = {
  reach: t`Reach the other vault`,
  copy: t`Copy records`,
  files: t`Copy files`,
  logs: t`Fetch the log of the old vault`,
  check: t`Read everything back and compare`,
  freeze: t`Stop changes for a moment`,
  last_changes: t`Take the last changes along`,
  switch: t`Tell the registry`,
  settle: t`Look once more at the old vault`,
}

/** What stayed behind, by the kind that the report names. */
const notMovedWords: Readonly<Record<string, string>> = {
  records: t`Records that were not taken`,
  conflicts: t`Records of the same id that were there before`,
  acls: t`Who may read, not compared or not known`,
  files: t`Files whose bytes could not be moved`,
  bindings: t`Binding documents with another id`,
  signatures: t`Signatures that were not taken`,
  ontologies: t`Descriptions of types`,
  log: t`Log`,
  versions: t`Earlier versions`,
  trash: t`Deleted records`,
  consents: t`What platforms were allowed`,
  settings: t`Settings`,
  passphrase: t`Recovery passphrase`,
  keys: t`Keys: they stay on this computer`,
  'identity-log': t`History of your keys`,
  'former-id': t`The id of the old vault`,
  deliveries: t`What platforms were told`,
  webhooks: t`Records that platforms may be told of as new`,
  addresses: t`Records that name the old address`,
}

export function notMovedWord(kind: string): string {
  return notMovedWords[kind] ?? kind
}

/** How far a step is: "30 of 120"; null where there is nothing to count. */
export function countText({ done, total }: Pick<Step, 'done' | 'total'>): string | null {
  if (done === 0) return null
  return total === null ? String(done) : t`${done} of ${total}`
}
