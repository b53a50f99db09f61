import { Trans } from '@lingui/react/macro'
import { Anchor, Skeleton, Title } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import type { RefObject } from 'react'
import { Link } from 'react-router'
import classes from './attention.module.css'
import type { AttentionItem } from './attention-items.ts'

interface AttentionProps {
  /** null while they are not known. */
  readonly items: readonly AttentionItem[] | null
  /** Takes the focus when what had it is gone. */
  readonly heading: RefObject<HTMLHeadingElement | null>
}

/** What needs the owner, most serious first. */
export function Attention({ items, heading }: AttentionProps) {
  return (
    <section className={classes.attention} aria-labelledby="attention">
      <Title order={2} id="attention" ref={heading} tabIndex={-1}>
        <Trans>Needs your attention</Trans>
      </Title>
      {!items && <Skeleton height={40} />}
      {items?.length === 0 && (
        <p className={classes.item}>
          <IconCircleCheck size={16} aria-hidden="true" />
          <Trans>Nothing right now.</Trans>
        </p>
      )}
      {items && items.length > 0 && (
        <ul className={classes.list}>
          {items.map(({ id, text, action, isAdvice }) => (
            <li key={id} className={classes.item} {...(!isAdvice && { 'data-tone': 'warn' })}>
              {isAdvice ? (
                <IconInfoCircle size={16} aria-hidden="true" />
              ) : (
                <IconAlertTriangle size={16} aria-hidden="true" />
              )}
              <span className={classes.text}>{text}</span>
              {action && (
                <Anchor component={Link} to={action.to} className={classes.action ?? ''}>
                  {action.name}
                </Anchor>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
