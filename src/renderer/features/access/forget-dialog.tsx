import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useDecision } from './use-decision.ts'
import type { Visitor } from './visitors.ts'

interface ForgetDialogProps {
  readonly visitor: Visitor
  readonly opened: boolean
  readonly onClose: () => void
  readonly onForgotten: () => void
}

/** Takes a decision back, after the owner knows what follows. */
export function ForgetDialog({ visitor, opened, onClose, onForgotten }: ForgetDialogProps) {
  const decision = useDecision(visitor, () => {
    onClose()
    onForgotten()
  })
  const { title } = visitor
  const forget = () =>
    decision.forget({
      title: t`Your decision about ${title} is forgotten`,
      message: t`Your policy decides from now on.`,
    })
  return (
    <ConfirmDialog
      opened={opened}
      title={t`Forget your decision about ${title}?`}
      confirm={t`Forget`}
      refusedTitle={t`It was not forgotten`}
      change={decision}
      onConfirm={() => void forget()}
      onClose={onClose}
    >
      <Text>
        <Trans>
          It is again a platform you have not decided about: with its next request it asks you anew,
          or gets what your policy gives such platforms.
        </Trans>
      </Text>
      <Text>
        <Trans>
          What it read and wrote stays in the logs, and its records stay in your vault. To keep it
          out for good, block it instead.
        </Trans>
      </Text>
    </ConfirmDialog>
  )
}
