import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Title } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import type { SetupStep } from '../../../ipc/contract.ts'
import { FactPanel } from './fact-panel.tsx'
import classes from './step-frame.module.css'
import type { Flow } from './use-flow.ts'

interface StepFrameProps {
  readonly title: string
  /** What the step is about, in a sentence or two. */
  readonly lead: ReactNode
  readonly children?: ReactNode
  readonly flow: Flow
  readonly back?: SetupStep
  /** Back to what is no step. */
  readonly onBack?: () => void
  /** Beside the button that goes on. */
  readonly aside?: ReactNode
  /** What the button that goes on says; without it there is no way on yet. */
  readonly next?: string
  readonly nextDisabled?: boolean
  readonly onNext?: () => void
  readonly failureTitle?: string
}

/** A step: Enter goes on. The field marked `data-first-field` has the focus, or the heading. */
export function StepFrame(props: StepFrameProps) {
  const { title, lead, children, flow, aside, next, nextDisabled = false, onNext } = props
  const form = useFocusedForm()
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (next !== undefined && !nextDisabled && !flow.working) onNext?.()
  }
  const onHeadingKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.repeat) form.current?.requestSubmit()
  }
  return (
    <form ref={form} className={classes.step} onSubmit={onSubmit} noValidate autoComplete="off">
      <div className={classes.body}>
        <Title order={1} tabIndex={-1} className={classes.title ?? ''} onKeyDown={onHeadingKey}>
          {title}
        </Title>
        <p className={classes.lead}>{lead}</p>
        {children}
      </div>
      {flow.failure && (
        <div className={classes.failure}>
          <FactPanel
            tone="bad"
            icon={<IconAlertTriangle size={20} />}
            title={props.failureTitle ?? t`That did not work`}
          >
            {flow.failure}
          </FactPanel>
        </div>
      )}
      <div className={classes.footer}>
        <BackButton flow={flow} step={props.back} onBack={props.onBack} />
        <span className={classes.spacer} />
        {aside}
        {next !== undefined && (
          <Button type="submit" loading={flow.working} disabled={nextDisabled}>
            {next}
          </Button>
        )}
      </div>
    </form>
  )
}

function BackButton(props: {
  flow: Flow
  step: SetupStep | undefined
  onBack: (() => void) | undefined
}) {
  const { flow, step, onBack } = props
  const goBack = step === undefined ? onBack : () => void flow.goTo(step)
  if (goBack === undefined) return null
  return (
    <Button variant="subtle" color="gray" disabled={flow.working} onClick={goBack}>
      <Trans>Back</Trans>
    </Button>
  )
}

function useFocusedForm() {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    const field = form.current?.querySelector<HTMLInputElement>('input[data-first-field]')
    if (field) {
      field.focus()
      field.select()
    } else {
      form.current?.querySelector('h1')?.focus()
    }
  }, [])
  return form
}
