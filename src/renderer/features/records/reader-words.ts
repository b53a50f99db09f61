import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'

/** The vault's sentences on who reaches a record and why (`readersOf` there), in English. */
export const readerSentences: Readonly<Record<string, string>> = {
  Everyone: t`Everyone`,
  'Everyone with an eName': t`Everyone with an eName`,
  'Programs on this computer': t`Programs on this computer`,
  'Any other platform': t`Any other platform`,
  'This is your vault.': t`This is your vault.`,
  'You let platforms in without being asked.': t`You let platforms in without being asked.`,
  'The access list holds it, but you have not yet decided about this platform.': t`The access list holds it, but you have not yet decided about this platform.`,
  'The access list holds this name.': t`The access list holds this name.`,
  'The access list holds everyone (*).': t`The access list holds everyone (*).`,
  'The access list holds everyone (*). Your settings let programs on this computer read such records.': t`The access list holds everyone (*). Your settings let programs on this computer read such records.`,
  'The access list holds everyone (*). Who signs in with an eName can read such records.': t`The access list holds everyone (*). Who signs in with an eName can read such records.`,
  'You have blocked this platform.': t`You have blocked this platform.`,
  'You let it use everything, whatever the access list says.': t`You let it use everything, whatever the access list says.`,
  'You have not let it use this type.': t`You have not let it use this type.`,
  'You let it read, but the access list does not hold it.': t`You let it read, but the access list does not hold it.`,
  'You let it read, and the access list holds it.': t`You let it read, and the access list holds it.`,
  'You let it read, and the access list holds everyone (*).': t`You let it read, and the access list holds everyone (*).`,
  'You let it use this type, but the access list does not hold it.': t`You let it use this type, but the access list does not hold it.`,
  'You let it use this type, and the access list holds it.': t`You let it use this type, and the access list holds it.`,
  'You let it use this type, and the access list holds everyone (*).': t`You let it use this type, and the access list holds everyone (*).`,
}

/** What the vault says of somebody's access, in the owner's language where it is known. */
export function readerWords(said: string): string {
  if (i18n.locale === 'en' || !Object.hasOwn(readerSentences, said)) return said
  return readerSentences[said] as string
}
