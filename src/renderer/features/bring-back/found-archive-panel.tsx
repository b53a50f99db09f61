import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Checkbox } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import type { BringBackState } from '../../../ipc/bring-back.ts'
import { bridge } from '../../bridge.ts'
import { exactTime } from '../../components/time-text.ts'
import { FactPanel } from '../setup/fact-panel.tsx'
import { StepFrame } from '../setup/step-frame.tsx'
import { useFlow } from '../setup/use-flow.ts'
import classes from './bring-back-screen.module.css'
import { failureWords } from './failure-words.ts'

interface FoundArchivePanelProps {
  readonly found: Extract<BringBackState, { state: 'archive' }>
}

/** What the archive says of itself, before anything of it is taken. */
export function FoundArchivePanel({ found }: FoundArchivePanelProps) {
  const { archive, failure } = found
  const { file, ename, exportedAt, records, files, missingBefore, unsigned, isBegun } = archive
  const flow = useFlow()
  const [accepted, setAccepted] = useState(false)
  const begin = () => bridge.call('bringBack:begin', { backup: null, acceptUnsigned: accepted })
  return (
    <StepFrame
      title={t`Bring this back?`}
      lead={t`What the archive says of itself. Each part is compared with that before it is taken.`}
      flow={{ ...flow, failure: flow.failure ?? failureWords(failure) }}
      onBack={() => void flow.attempt(() => bridge.call('bringBack:leave'))}
      next={isBegun ? t`Go on` : t`Bring back`}
      nextDisabled={unsigned !== null && !accepted}
      onNext={() => void flow.attempt(begin)}
    >
      <dl className={classes.facts}>
        <dt>
          <Trans>Archive</Trans>
        </dt>
        <dd>{file}</dd>
        <dt>
          <Trans>Vault</Trans>
        </dt>
        <dd>{ename}</dd>
        <dt>
          <Trans>Exported</Trans>
        </dt>
        <dd>{exactTime(new Date(exportedAt)).local}</dd>
        <dt>
          <Trans>In it</Trans>
        </dt>
        <dd>
          {plural(records, { one: '# record', other: '# records' })},{' '}
          {plural(files, { one: '# file', other: '# files' })}
        </dd>
      </dl>
      {missingBefore > 0 && (
        <p>
          {plural(missingBefore, {
            one: '# thing could not be read when it was exported: “problems.ndjson” in the archive names it.',
            other:
              '# things could not be read when it was exported: “problems.ndjson” in the archive names them.',
          })}
        </p>
      )}
      {unsigned !== null && (
        <>
          <FactPanel
            tone="warn"
            icon={<IconAlertTriangle size={20} />}
            title={t`Nobody vouches for this archive`}
          >
            <Trans>
              The owner’s key has not signed it as it is: {unsigned}. Take it only when you know
              where it comes from.
            </Trans>
          </FactPanel>
          <Checkbox
            label={t`I know where it comes from`}
            checked={accepted}
            onChange={(event) => setAccepted(event.currentTarget.checked)}
          />
        </>
      )}
    </StepFrame>
  )
}
