import { t } from '@lingui/core/macro'
import { Skeleton } from '@mantine/core'
import { useState } from 'react'
import { ErrorNotice } from '../../components/notice.tsx'
import { Section } from '../../components/section.tsx'
import { CancelledMove } from './cancelled-move.tsx'
import type { Cancelled } from './move-dialogs.tsx'
import { MoveForm } from './move-form.tsx'
import { MoveProgress } from './move-progress.tsx'
import { MoveReport } from './move-report.tsx'
import { isOver, useMove } from './use-move.ts'

/** Moves this vault to another server, or the one of this eName from there to here. */
export function MoveSection() {
  const { move, error, refetch } = useMove()
  const [cancelled, setCancelled] = useState<Cancelled | null>(null)
  return (
    <Section
      title={t`Move this vault`}
      hint={t`To another server, or from there to here. It is copied and compared while you use it; nothing changes before you say so, and then you can go back.`}
    >
      {move === undefined && error && (
        <ErrorNotice
          title={t`The move could not be read`}
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {move === undefined && !error && <Skeleton height={128} />}
      {move && move.state !== 'cancelled' && (
        <MoveProgress move={move} onCancelled={setCancelled} />
      )}
      {cancelled && move?.state === 'cancelled' && <CancelledMove cancelled={cancelled} />}
      {move?.report && <MoveReport report={move.report} />}
      {move !== undefined && isOver(move) && <MoveForm />}
    </Section>
  )
}
