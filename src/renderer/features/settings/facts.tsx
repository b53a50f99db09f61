import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import { CopyButton } from '../../components/copy-button.tsx'
import classes from './facts.module.css'

/** Things to look up, one a line. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={classes.facts}>{children}</dl>
}

interface FactProps {
  readonly name: string
  /** What it is for. */
  readonly hint?: string
  readonly children: ReactNode
}

/** One of them; without content it is not known yet. */
export function Fact({ name, hint, children }: FactProps) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>
        <span className={classes.value}>{children || <Skeleton width={160} height={12} />}</span>
        {hint && <span className={classes.hint}>{hint}</span>}
      </dd>
    </div>
  )
}

/** An address, to be copied. */
export function Address({ url, label }: { url: string; label: string }) {
  return (
    <>
      <code>{url}</code>
      <CopyButton text={url} label={label} />
    </>
  )
}
