import { t } from '@lingui/core/macro'
import { useState } from 'react'
import type { BringBackState, FoundBackup } from '../../../ipc/bring-back.ts'
import { bridge } from '../../bridge.ts'
import { Choices } from '../../components/choices.tsx'
import { exactTime } from '../../components/time-text.ts'
import { StepFrame } from '../setup/step-frame.tsx'
import { useFlow } from '../setup/use-flow.ts'
import { failureWords } from './failure-words.ts'

interface BackupChoiceProps {
  readonly found: Extract<BringBackState, { state: 'backups' }>
}

/** The backups that are there: the newest, unless the owner wants another one. */
export function BackupChoice({ found }: BackupChoiceProps) {
  const { title, backups, failure } = found
  const flow = useFlow()
  const [chosen, choose] = useState(backups[0]?.id ?? '')
  const begin = () => bridge.call('bringBack:begin', { backup: chosen, acceptUnsigned: false })
  return (
    <StepFrame
      title={t`Which backup?`}
      lead={t`These are in ${title}. The newest has the most in it.`}
      flow={{ ...flow, failure: flow.failure ?? failureWords(failure) }}
      onBack={() => void flow.attempt(() => bridge.call('bringBack:leave'))}
      next={t`Bring back`}
      onNext={() => void flow.attempt(begin)}
    >
      <Choices
        first
        label={t`Backups`}
        value={chosen}
        onChange={choose}
        choices={backups.map((backup, at) => ({
          value: backup.id,
          label: exactTime(new Date(backup.at)).local,
          ...describe(backup, at === 0),
        }))}
      />
    </StepFrame>
  )
}

function describe({ isProven }: FoundBackup, isNewest: boolean) {
  const said = [
    ...(isNewest ? [t`The newest.`] : []),
    ...(isProven ? [t`A trial has restored it whole.`] : []),
  ]
  return said.length === 0 ? {} : { description: said.join(' ') }
}
