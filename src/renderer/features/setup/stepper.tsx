import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { VisuallyHidden } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import type { SetupStep } from '../../../ipc/contract.ts'
import classes from './stepper.module.css'

const steps: readonly { readonly step: SetupStep; readonly name: string }[] = [
  { step: 'name', name: t`Name` },
  { step: 'keys', name: t`Keys` },
  { step: 'kit', name: t({ message: 'Recovery kit', context: 'step' }) },
  { step: 'registry', name: t`Registry` },
  { step: 'ready', name: t`Ready` },
]

/** Where the owner is on their way, and what is behind them. */
export function Stepper({ current }: { current: SetupStep }) {
  const position = steps.findIndex(({ step }) => step === current)
  return (
    <nav className={classes.stepper} aria-label={t`Steps`}>
      <ol className={classes.list}>
        {steps.map(({ step, name }, index) => {
          const isDone = index < position
          return (
            <li
              key={step}
              className={classes.step}
              data-done={isDone || undefined}
              aria-current={index === position ? 'step' : undefined}
            >
              <span className={classes.mark} aria-hidden="true">
                {isDone ? <IconCheck size={12} stroke={3} /> : index + 1}
              </span>
              {name}
              {isDone && (
                <VisuallyHidden>
                  <Trans>, done</Trans>
                </VisuallyHidden>
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
