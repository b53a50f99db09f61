import { useApolloClient } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useCallback } from 'react'
import {
  RecordVersionsDocument,
  RestoreRecordVersionDocument,
} from '../../graphql/documents.generated.ts'
import { errorCause } from '../../graphql/error-cause.ts'
import { useData } from '../data/data-context.tsx'
import { recordOrRefusal } from './save-record.ts'

const UNDO_MS = 10_000

/** Gives a record the content of an earlier version; the notification takes that back. */
export function useVersionRestore(): (versionId: string) => void {
  const client = useApolloClient()
  const { changes } = useData()
  return useCallback(
    (versionId: string) => {
      const restore = async (version: string) => {
        const { data } = await client.mutate({
          mutation: RestoreRecordVersionDocument,
          variables: { versionId: version },
        })
        const metaEnvelope = recordOrRefusal(data?.restoreVersion)
        const { id, ontology } = metaEnvelope
        changes.announce({ kind: 'UPDATED', id, ontology, metaEnvelope })
        return id
      }
      const run = async () => {
        const id = await restore(versionId)
        const { data } = await client.query({
          query: RecordVersionsDocument,
          variables: { id, first: 1 },
          fetchPolicy: 'no-cache',
        })
        const before = data?.versions[0]?.versionId
        showRestored(before ? () => void restore(before).catch(showFailure) : null)
      }
      run().catch(showFailure)
    },
    [client, changes],
  )
}

function showRestored(onUndo: (() => void) | null): void {
  const id = notifications.show({
    autoClose: UNDO_MS,
    color: 'gray',
    message: (
      <Group gap="md" wrap="nowrap" justify="space-between">
        <span>
          <Trans>The earlier version is back</Trans>
        </span>
        {onUndo && (
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => {
              notifications.hide(id)
              onUndo()
            }}
          >
            <Trans>Undo</Trans>
          </Button>
        )}
      </Group>
    ),
    closeButtonProps: { 'aria-label': t`Dismiss` },
  })
}

function showFailure(error: unknown): void {
  notifications.show({
    autoClose: false,
    color: 'red',
    title: t`The version could not be restored`,
    message: errorCause(error),
    closeButtonProps: { 'aria-label': t`Dismiss` },
  })
}
