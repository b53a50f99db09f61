import { Text } from '@mantine/core'
import { ConfirmDialog } from '../identity/confirm-dialog.tsx'
import { nameOf, type useAnswers } from './use-answers.ts'

/** Asks once before a signature is refused, because it can't be taken back. */
export function RefuseDialog({ answers }: { answers: ReturnType<typeof useAnswers> }) {
  const { item, refusing, refusal, refuse, stopRefusal } = answers
  if (!item) return null
  return (
    <ConfirmDialog
      opened={refusing}
      title={`Refuse the signature of ${nameOf(item)}?`}
      confirm="Refuse"
      destructive
      refusedTitle="It was not refused"
      change={refusal}
      onConfirm={() => void refuse()}
      onClose={stopRefusal}
    >
      <Text>
        It never counts under your document then, and they are not told. This can’t be undone: they
        would have to sign again.
      </Text>
    </ConfirmDialog>
  )
}
