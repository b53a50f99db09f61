import { useApolloClient } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Switch } from '@mantine/core'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import { useChange } from '../../components/use-change.ts'
import { RefuseWhileLockedDocument } from '../../graphql/documents.generated.ts'
import { useVault } from '../vault/vault-context.tsx'
import { isWaiting, type Visitor } from './visitors.ts'

/** Whether a platform goes on while the app is locked; nothing for one that may do nothing. */
export function WhileLocked({ visitor }: { visitor: Visitor }) {
  const { consent } = visitor
  const client = useApolloClient()
  const { writable } = useVault()
  const { change, refusals, sending } = useChange()
  if (!consent || consent.decision === 'blocked' || isWaiting(visitor)) return null
  const { platform, refusedWhileLocked } = consent
  const send = (refused: boolean) =>
    change(() =>
      client.mutate({ mutation: RefuseWhileLockedDocument, variables: { platform, refused } }),
    )
  return (
    <>
      <Switch
        label={t`Keeps working while eVault is locked`}
        description={t`Otherwise it is refused then, and what it is to be told waits until you unlock.`}
        checked={!refusedWhileLocked}
        disabled={!writable || sending}
        onChange={(event) => void send(!event.currentTarget.checked)}
      />
      <RefusalAlert title={t`Nothing was changed`} refusals={refusals} />
    </>
  )
}
