import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { IconAlertTriangle, IconCircleCheck, IconKeyOff } from '@tabler/icons-react'
import type { BringBackState, BroughtBack } from '../../../ipc/bring-back.ts'
import { bridge } from '../../bridge.ts'
import { exactTime } from '../../components/time-text.ts'
import { FactPanel } from '../setup/fact-panel.tsx'
import { StepFrame } from '../setup/step-frame.tsx'
import { useFlow } from '../setup/use-flow.ts'
import classes from './bring-back-screen.module.css'

interface DonePanelProps {
  readonly done: Extract<BringBackState, { state: 'done' }>
}

/** What was brought back, and what was not. */
export function DonePanel({ done: { result, hasKeys } }: DonePanelProps) {
  const flow = useFlow()
  const { ename, records, files, madeAt } = result
  return (
    <StepFrame
      title={t`Your vault is back`}
      lead={t`As it was on ${exactTime(new Date(madeAt)).local}.`}
      flow={flow}
      next={t`Open my vault`}
      onNext={() => void flow.attempt(() => bridge.call('bringBack:open'))}
    >
      <dl className={classes.facts}>
        <dt>
          <Trans>Vault</Trans>
        </dt>
        <dd>{ename}</dd>
        <dt>
          <Trans>Brought back</Trans>
        </dt>
        <dd>
          {plural(records, { one: '# record', other: '# records' })},{' '}
          {plural(files, { one: '# file', other: '# files' })}
        </dd>
      </dl>
      <Missing result={result} />
      {!hasKeys && (
        <FactPanel
          tone="warn"
          icon={<IconKeyOff size={20} />}
          title={t`Your keys are not on this computer yet`}
        >
          <Trans>
            They are in your recovery kit alone. Open your vault to restore the kit, or to go on
            without keys.
          </Trans>
        </FactPanel>
      )}
    </StepFrame>
  )
}

function Missing({ result }: { result: BroughtBack }) {
  const { missing, missingCount, missingBefore } = result
  const more = missingCount - missing.length
  if (missingCount === 0 && missingBefore === 0) {
    return (
      <FactPanel
        tone="ok"
        icon={<IconCircleCheck size={20} />}
        title={t`All of it is there, compared with the copy`}
      />
    )
  }
  return (
    <>
      <FactPanel
        tone="warn"
        icon={<IconAlertTriangle size={20} />}
        title={plural(missingCount + missingBefore, {
          one: '# thing is missing, or not as it was',
          other: '# things are missing, or not as they were',
        })}
      >
        {missingBefore > 0 && (
          <Trans>
            Of these, {missingBefore} were missing before: “problems.ndjson” in the archive names
            them.
          </Trans>
        )}
      </FactPanel>
      <ul className={classes.missing}>
        {missing.map((item) => (
          <li key={item}>{item}</li>
        ))}
        {more > 0 && <li>{plural(more, { one: '# more', other: '# more' })}</li>}
      </ul>
    </>
  )
}
