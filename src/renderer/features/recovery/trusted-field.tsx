import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { ActionIcon, Button, Text, TextInput, Tooltip } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, useRef } from 'react'
import { Friend, FriendList } from './friend.tsx'
import { Proposals } from './proposals.tsx'
import { readName } from './trust-draft.ts'
import classes from './trusted-field.module.css'
import { useNotaries } from './use-recovery.ts'

interface TrustedFieldProps {
  /** The owner's eName. */
  readonly own: string
  readonly trusted: readonly string[]
  /** What stands in the field and is not on the list yet. */
  readonly typed: string
  /** What the vault refused. */
  readonly error: string | undefined
  readonly onType: (text: string) => void
  readonly onChange: (trusted: readonly string[]) => void
}

/** The friends of a trust list: typed, proposed, taken off again. */
export function TrustedField(props: TrustedFieldProps) {
  const { own, trusted, typed, error, onType, onChange } = props
  const field = useRef<HTMLInputElement>(null)
  const known = useNotaries()
  const read = readName(typed, trusted, own)
  const nameOf = (ename: string) => known.notaries?.find((one) => one.ename === ename)?.name
  const add = () => {
    if (read.ename === null) return
    onChange([...trusted, read.ename])
    onType('')
    field.current?.focus()
  }
  const remove = (ename: string) => {
    onChange(trusted.filter((one) => one !== ename))
    // What had the focus is gone.
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || typed.trim() === '') return
    event.preventDefault()
    add()
  }
  return (
    <div className={classes.field}>
      <div className={classes.adding}>
        <TextInput
          ref={field}
          className={classes.input ?? ''}
          label={t`eName of a friend`}
          placeholder="@…"
          spellCheck={false}
          autoCapitalize="none"
          data-autofocus
          value={typed}
          error={read.problem ?? error}
          onChange={(event) => onType(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <Button
          variant="default"
          className={classes.add ?? ''}
          leftSection={<IconPlus size={16} />}
          disabled={read.ename === null}
          onClick={add}
        >
          <Trans>Add</Trans>
        </Button>
      </div>
      {trusted.length === 0 ? (
        <Text c="dimmed">
          <Trans>
            Nobody is on the list yet. Ask your friends for their eNames: each finds it under
            Identity.
          </Trans>
        </Text>
      ) : (
        <FriendList label={t`Friends on the list`}>
          {trusted.map((ename) => (
            <Friend
              key={ename}
              ename={ename}
              name={nameOf(ename)}
              action={
                <Tooltip label={t`Remove`}>
                  <ActionIcon aria-label={t`Remove ${ename}`} onClick={() => remove(ename)}>
                    <IconX size={16} />
                  </ActionIcon>
                </Tooltip>
              }
            />
          ))}
        </FriendList>
      )}
      <Proposals
        known={known}
        without={[own, ...trusted]}
        onAdd={(ename) => onChange([...trusted, ename])}
      />
    </div>
  )
}
