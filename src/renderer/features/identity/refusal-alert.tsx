import { Alert } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import type { Refusal } from './use-identity.ts'

/** Why a change was not made. Calm: often it was the owner who said no. */
export function RefusalAlert({ title, refusals }: { title: string; refusals: readonly Refusal[] }) {
  if (refusals.length === 0) return null
  return (
    <Alert color="gray" role="alert" title={title} icon={<IconInfoCircle size={16} />}>
      {refusals.map(({ message }) => message).join(' ')}
    </Alert>
  )
}
