import { t } from '@lingui/core/macro'
import type { Standing } from './use-standing.ts'

/** Why a vault that is not simply here takes no changes, and where it is. */
export function standingWords({ state, uri }: Standing): string {
  switch (state) {
    case 'arriving':
      return t`Your vault is being moved here. Nothing can be changed here before it has arrived.`
    case 'frozen':
      return t`Your vault is being moved. For a moment nothing can be changed.`
    default:
      return uri === null
        ? t`Your vault has moved. What is here can be read, and is not changed any more.`
        : t`Your vault has moved to ${uri}. What is here can be read, and is not changed any more.`
  }
}
