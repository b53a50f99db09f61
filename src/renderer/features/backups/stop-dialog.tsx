import { useMutation } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useChange } from '../../components/use-change.ts'
import { StopBackupsDocument } from '../../graphql/documents.generated.ts'
import type { BackupPlan } from './use-backups.ts'

interface StopDialogProps {
  readonly plan: BackupPlan
  readonly opened: boolean
  readonly onClose: () => void
  readonly onStopped: () => void
}

/** Asks before no more backups are made. */
export function StopDialog({ plan, opened, onClose, onStopped }: StopDialogProps) {
  const [stop] = useMutation(StopBackupsDocument)
  const change = useChange()
  const onConfirm = async () => {
    if ((await change.change(() => stop())) !== null) return
    onClose()
    onStopped()
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={t`Stop backups?`}
      confirm={t`Stop backups`}
      refusedTitle={t`They were not stopped`}
      change={change}
      onConfirm={() => void onConfirm()}
      onClose={onClose}
    >
      <Text style={{ overflowWrap: 'anywhere' }}>
        <Trans>
          No more are made, and what is changed from now on is on this computer only. The backups in{' '}
          {plan.title} stay there, and can be restored or gone on with at any time.
        </Trans>
      </Text>
      {plan.kind === 's3' && (
        <Text>
          <Trans>The access key’s secret is removed from your keychain.</Trans>
        </Text>
      )}
    </ConfirmDialog>
  )
}
