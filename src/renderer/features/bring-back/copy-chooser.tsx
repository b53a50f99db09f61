import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './bring-back-screen.module.css'

interface CopyChooserProps {
  /** What the button says. */
  readonly name: string
  readonly icon: ReactNode
  readonly path: string | null
  readonly onChoose: () => void
  readonly disabled: boolean
}

/** What main's dialog has chosen, and the button that opens it. */
export function CopyChooser({ name, icon, path, onChoose, disabled }: CopyChooserProps) {
  return (
    <div className={classes.row}>
      <Button variant="default" leftSection={icon} onClick={onChoose} disabled={disabled}>
        {name}
      </Button>
      <span className={classes.path} role="status">
        {path}
      </span>
    </div>
  )
}
