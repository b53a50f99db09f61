import { useMutation } from '@apollo/client/react'
import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { List, Text } from '@mantine/core'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useChange } from '../../components/use-change.ts'
import { StartRecoveryDocument } from '../../graphql/documents.generated.ts'
import type { Identity } from '../identity/use-identity.ts'
import { afterRecoveryChange } from './use-recovery.ts'
import { waitWords } from './words.ts'

interface AskDialogProps {
  readonly trust: NonNullable<Identity['trust']>
  readonly opened: boolean
  readonly onClose: () => void
  readonly onAsked: () => void
}

/** Asks the friends for new keys, after the owner knows what happens then. */
export function AskDialog({ trust, opened, onClose, onAsked }: AskDialogProps) {
  const [start] = useMutation(StartRecoveryDocument, afterRecoveryChange)
  const identityChange = useChange()
  const { trusted, threshold, waitSeconds } = trust
  const count = trusted.length
  const ask = async () => {
    if (await identityChange.change(() => start())) return
    onClose()
    onAsked()
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={t`Ask your friends for new keys?`}
      confirm={t`Ask them`}
      refusedTitle={t`They were not asked`}
      change={identityChange}
      onConfirm={() => void ask()}
      onClose={onClose}
    >
      <List type="ordered" spacing="sm">
        <List.Item>
          {plural(count, {
            one: 'New keys are made on this computer, and the vaults of the friend you chose get your request.',
            other:
              'New keys are made on this computer, and the vaults of all # friends you chose get your request.',
          })}
        </List.Item>
        <List.Item>
          <Trans>
            Call each of them and read out the fingerprints that you see next. So they know that it
            is you, and approve.
          </Trans>
        </List.Item>
        <List.Item>
          {whenSentence(threshold, waitSeconds)}{' '}
          <Trans>From then on the new keys speak for you, and the lost ones never again.</Trans>
        </List.Item>
      </List>
      <Text c="dimmed">
        <Trans>
          Your eName and your records stay. Until then any key of yours on another device can stop
          it.
        </Trans>
      </Text>
    </ConfirmDialog>
  )
}

function whenSentence(threshold: number, waitSeconds: number): string {
  if (waitSeconds === 0) {
    return plural(threshold, {
      one: 'When one has approved, eVault asks you once more.',
      other: 'When # have approved, eVault asks you once more.',
    })
  }
  const wait = waitWords(waitSeconds)
  return plural(threshold, {
    one: `When one has approved, and no sooner than ${wait} from now, eVault asks you once more.`,
    other: `When # have approved, and no sooner than ${wait} from now, eVault asks you once more.`,
  })
}
