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
    <section className={classes.task} aria-label="Work in progress">
      <div className={classes.line}>
        <span className={classes.text} role={task.state === 'failed' ? 'alert' : 'status'}>
          {running ? progressText(task) : resultText(task)}
        </span>
        {task.undo && (
          <Button variant="default" size="compact-sm" onClick={task.undo}>
            Undo
          </Button>
        )}
        {running ? (
          <Button variant="default" size="compact-sm" onClick={() => tasks.cancel()}>
            Cancel
          </Button>
        ) : (
          <CloseButton size={24} aria-label="Dismiss" onClick={() => tasks.dismiss()} />
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
  const [shown, setShown] = useState(false)
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        aria-expanded={shown}
        onClick={() => setShown(!shown)}
      >
        {shown ? 'Hide' : 'Show'} what went wrong ({problems.length.toLocaleString('en')})
      </Button>
      {shown && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it
        <section className={classes.problems} aria-label="What went wrong" tabIndex={0}>
          <ul>
            {problems.slice(0, MOST).map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function progressText({ title, done, total }: Task): string {
  const far = done.toLocaleString('en')
  if (total === null) return done === 0 ? `${title}…` : `${title}… ${far}`
  return `${title}… ${far} of ${total.toLocaleString('en')}`
}

function resultText({ title, state, message }: Task): string {
  if (state === 'failed') return `${title} stopped: ${message}`
  return state === 'cancelled' ? `Cancelled. ${message}` : message
}
