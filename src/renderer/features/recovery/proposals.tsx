import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Skeleton, Title } from '@mantine/core'
import { Friend, FriendList } from './friend.tsx'
import classes from './trusted-field.module.css'
import type { useNotaries } from './use-recovery.ts'

interface ProposalsProps {
  readonly known: ReturnType<typeof useNotaries>
  /** eNames that are not proposed. */
  readonly without: readonly string[]
  readonly onAdd: (ename: string) => void
}

/** Notaries of the registry: strangers by profession, for those with too few friends. */
export function Proposals(props: ProposalsProps) {
  return (
    <section className={classes.proposals} aria-labelledby="proposals">
      <Title order={3} id="proposals">
        <Trans>Proposed by your registry</Trans>
      </Title>
      <Content {...props} />
    </section>
  )
}

function Content({ known, without, onAdd }: ProposalsProps) {
  const { notaries, error, loading, refetch } = known
  if (!notaries && error && !loading) {
    return (
      <div className={classes.quiet} role="alert">
        <Trans>Your registry could not be asked.</Trans>
        <Button variant="default" size="compact-sm" onClick={() => void refetch().catch(() => {})}>
          <Trans>Try again</Trans>
        </Button>
      </div>
    )
  }
  if (!notaries)
    return <Skeleton height={48} aria-label={t`The registry is being asked`} role="status" />
  const proposed = notaries.filter(({ ename }) => !without.includes(ename))
  if (proposed.length === 0) {
    return (
      <span className={classes.quiet}>
        {notaries.length === 0 ? t`It proposes nobody.` : t`All of them are on your list.`}
      </span>
    )
  }
  return (
    <FriendList label={t`Proposed by your registry`}>
      {proposed.map(({ ename, name, url }) => (
        <Friend
          key={ename}
          ename={ename}
          name={name}
          more={url}
          action={<AddButton name={name ?? ename} onClick={() => onAdd(ename)} />}
        />
      ))}
    </FriendList>
  )
}

function AddButton({ name, onClick }: { name: string; onClick: () => void }) {
  return (
    <Button variant="default" size="compact-sm" aria-label={t`Add ${name}`} onClick={onClick}>
      <Trans>Add</Trans>
    </Button>
  )
}
