import { t } from '@lingui/core/macro'
import type { BringBackFailure } from '../../../ipc/bring-back.ts'
import { vaultWords } from '../../components/vault-words.ts'

/** What can be done about it, where the cause does not say. */
const waysOut: Readonly<Record<string, string>> = {
  NO_BACKUPS: t`Is this the folder that holds “repository.json”?`,
  BACKUP_DAMAGED: t`An earlier backup may be whole: choose another one.`,
  ARCHIVE_REFUSED: t`Nothing was changed on this computer.`,
}

/** Why a vault was not brought back, and the way out, in words for the owner. */
export function failureWords(failure: BringBackFailure | null): string | null {
  if (failure === null) return null
  const words = vaultWords(failure)
  const wayOut = waysOut[failure.code]
  return wayOut === undefined ? words : `${words} ${wayOut}`
}
