import { Skeleton, Title } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import type { VaultFacts } from '../vault/use-vault-facts.ts'
import classes from './attention.module.css'

/** What needs the owner, most serious first. */
export function Attention({ facts }: { facts: VaultFacts | null }) {
  return (
    <section className={classes.attention} aria-labelledby="attention">
      <Title order={2} id="attention">
        Needs your attention
      </Title>
      {!facts && <Skeleton height={40} />}
      {facts?.warnings.length === 0 && (
        <p className={classes.item}>
          <IconCircleCheck size={16} aria-hidden="true" />
          Nothing right now.
        </p>
      )}
      {facts && facts.warnings.length > 0 && (
        <ul className={classes.list}>
          {facts.warnings.map(({ code, message }) => (
            <li key={code} className={classes.item} data-tone="warn">
              <IconAlertTriangle size={16} aria-hidden="true" />
              {message}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
