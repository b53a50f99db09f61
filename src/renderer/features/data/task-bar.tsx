import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, CloseButton, Progress } from '@mantine/core'
import { useState, useSyncExternalStore } from 'react'
import { useData } from './data-context.tsx'
import classes from './task-bar.module.css'
import type { Task } from './tasks.ts'

/** How far long work is, what came of it, and the way to stop it or take it back. */
export function TaskBar() {
  const { tasks } = useData()
  const task = useSyncExternalStore(tasks.subscribe, tasks.current)
  if (!task) return null
  const running = task.state === 'running'
  return (
    <section className={classes.task} aria-label={t`Work in progress`}>
      <div className={classes.line}>
        <span className={classes.text} role={task.state === 'failed' ? 'alert' : 'status'}>
          {running ? progressText(task) : resultText(task)}
        </span>
        {task.undo && (
          <Button variant="default" size="compact-sm" onClick={task.undo}>
            <Trans>Undo</Trans>
          </Button>
        )}
        {running ? (
          <Button variant="default" size="compact-sm" onClick={() => tasks.cancel()}>
            <Trans>Cancel</Trans>
          </Button>
        ) : (
          <CloseButton size={24} aria-label={t`Dismiss`} onClick={() => tasks.dismiss()} />
        )}
      </div>
      {running && (
        <Progress
          value={task.total ? (100 * task.done) / task.total : 100}
          animated={task.total === null}
          size="xs"
          aria-label={task.title}
        />
      )}
      {task.problems.length > 0 && <Problems problems={task.problems} />}
    </section>
  )
}

/** More lines than anybody reads. */
const MOST = 200

function Problems({ problems }: { problems: readonly string[] }) {
  const count = i18n.number(problems.length)
  const [shown, setShown] = useState(false)
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        aria-expanded={shown}
        onClick={() => setShown(!shown)}
      >
        {shown ? t`Hide what went wrong (${count})` : t`Show what went wrong (${count})`}
      </Button>
      {shown && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it
        <section className={classes.problems} aria-label={t`What went wrong`} tabIndex={0}>
          <ul>
            {problems.slice(0, MOST).map((problem) => (
              <li key={problem} dir="auto">
                {problem}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function progressText({ title, done, total }: Task): string {
  const far = i18n.number(done)
  if (total === null) return done === 0 ? t`${title}…` : t`${title}… ${far}`
  const whole = i18n.number(total)
  return t`${title}… ${far} of ${whole}`
}

function resultText({ title, state, message }: Task): string {
  if (state === 'failed') return t`${title} stopped: ${message}`
  return state === 'cancelled' ? t`Cancelled. ${message}` : message
}
