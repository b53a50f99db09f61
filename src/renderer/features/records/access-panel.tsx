import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { ActionIcon, Button, Group, Switch } from '@mantine/core'
import { IconAlertTriangle, IconX } from '@tabler/icons-react'
import { Avatar } from '../../components/avatar.tsx'
import { Callout } from '../../components/callout.tsx'
import { ShortEName } from '../../components/short-id.tsx'
import { accessOf, sameName } from '../data/access.ts'
import { useVault } from '../vault/vault-context.tsx'
import classes from './access-panel.module.css'
import { AddName } from './add-name.tsx'
import { EffectiveAccess } from './effective-access.tsx'
import type { RecordEditing } from './use-record-edit.ts'

interface AccessPanelProps {
  readonly id: string
  readonly editing: RecordEditing
  readonly readOnly: boolean
}

/** Who may see and change the record, to be changed; and what that comes to. */
export function AccessPanel({ id, editing, readOnly }: AccessPanelProps) {
  const owner = useVault().lastReady?.ename ?? ''
  const { acl } = editing.edit
  const isPublic = acl.includes('*')
  const names = acl.filter((name) => name !== '*' && !sameName(name, owner))
  const wasPublic = editing.edit.base.acl.includes('*')
  const set = (open: boolean, people: readonly string[]) => {
    const next = [...(open ? ['*'] : []), ...people]
    // A list is never empty: the owner stands for "nobody else".
    editing.setAcl(next.length === 0 ? [owner] : next)
  }
  return (
    <div className={classes.access}>
      <ul className={classes.names} aria-label={t`Who may read and change it`}>
        <li className={classes.name}>
          <Avatar ename={owner} size={20} />
          <span className={classes.who}>
            <Trans>You</Trans>
          </span>
          <span className={classes.muted}>
            <Trans>Always: you can’t lock yourself out.</Trans>
          </span>
        </li>
        {names.map((name) => (
          <li key={name} className={classes.name}>
            <Avatar ename={name} size={20} />
            <span className={classes.who}>
              <ShortEName ename={name} />
            </span>
            <ActionIcon
              aria-label={t`Remove ${name}`}
              disabled={readOnly}
              onClick={() =>
                set(
                  isPublic,
                  names.filter((other) => other !== name),
                )
              }
            >
              <IconX size={14} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {!readOnly && (
        <AddName held={[owner, ...names]} onAdd={(name) => set(isPublic, [...names, name])} />
      )}
      <Switch
        label={t`Everyone may read it`}
        description={t`Anyone who reaches your vault. Only those above can change it.`}
        checked={isPublic}
        disabled={readOnly}
        onChange={({ currentTarget }) => set(currentTarget.checked, names)}
      />
      {isPublic && !wasPublic && (
        <Callout tone="warn" icon={<IconAlertTriangle size={16} />} title={t`This makes it public`}>
          <p>
            <Trans>Others may keep what they have read, even when you make it private again.</Trans>
          </p>
        </Callout>
      )}
      <Group>
        <Button
          variant="default"
          size="compact-sm"
          disabled={readOnly || accessOf(acl, owner).kind === 'private'}
          onClick={() => set(false, [])}
        >
          <Trans>Only me</Trans>
        </Button>
      </Group>
      <EffectiveAccess id={id} acl={acl} />
    </div>
  )
}
