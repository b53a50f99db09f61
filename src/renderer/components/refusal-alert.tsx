import { Alert } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import type { FieldRefusal } from './field-refusals.ts'
import { vaultWords } from './vault-words.ts'

/** Why a change was not made. Calm: often it was the owner who said no. */
export function RefusalAlert(props: { title: string; refusals: readonly FieldRefusal[] }) {
  const { title, refusals } = props
  if (refusals.length === 0) return null
  return (
    <Alert color="gray" role="alert" title={title} icon={<IconInfoCircle size={16} />}>
      {refusals.map(vaultWords).join(' ')}
    </Alert>
  )
}
