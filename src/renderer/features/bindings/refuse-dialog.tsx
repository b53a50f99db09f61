import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { nameOf, type useAnswers } from './use-answers.ts'

/** Asks once before a signature is refused, because it can't be taken back. */
export function RefuseDialog({ answers }: { answers: ReturnType<typeof useAnswers> }) {
  const { item, refusing, refusal, refuse, stopRefusal } = answers
  if (!item) return null
  const name = nameOf(item)
  return (
    <ConfirmDialog
      opened={refusing}
      title={t`Refuse the signature of ${name}?`}
      confirm={t`Refuse`}
      destructive
      refusedTitle={t`It was not refused`}
      change={refusal}
      onConfirm={() => void refuse()}
      onClose={stopRefusal}
    >
      <Text>
        <Trans>
          It never counts under your document then, and they are not told. This can’t be undone:
          they would have to sign again.
        </Trans>
      </Text>
    </ConfirmDialog>
  )
}
