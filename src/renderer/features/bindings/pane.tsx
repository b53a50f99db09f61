import { t } from '@lingui/core/macro'
import { ActionIcon, Skeleton, Tooltip } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './pane.module.css'

interface PaneProps {
  readonly title: string
  readonly hint: ReactNode
  readonly actions?: ReactNode
  readonly footer?: ReactNode
  readonly onClose: () => void
  readonly children: ReactNode
}

/** What is open at the right: its name, itself, and what can be done with it. */
export function Pane({ title, hint, actions, footer, onClose, children }: PaneProps) {
  return (
    <>
      <header className={classes.header}>
        <div className={classes.names}>
          <h2 className={classes.title}>{title}</h2>
          <span className={classes.hint}>{hint}</span>
        </div>
        {actions}
        <Tooltip label={t`Close (Esc)`}>
          <ActionIcon size={28} aria-label={t`Close document`} onClick={onClose}>
            <IconX size={16} />
          </ActionIcon>
        </Tooltip>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys */}
      <section className={classes.scroll} aria-label={title} tabIndex={0}>
        <div className={classes.column}>{children}</div>
      </section>
      {footer && <footer className={classes.footer}>{footer}</footer>}
    </>
  )
}

/** Where the document will be. */
export function PanePlaceholder() {
  return (
    <div className={classes.placeholder} role="status" aria-label={t`The document is being read`}>
      <Skeleton height={160} />
      <Skeleton height={20} width="40%" />
      <Skeleton height={72} />
    </div>
  )
}
