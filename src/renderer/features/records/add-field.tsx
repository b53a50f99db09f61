import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Autocomplete, Button, Group } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { emptyValue } from './field-kind.ts'
import type { RecordSchema } from './record-schema.ts'
import type { RecordEditing } from './use-record-edit.ts'

interface AddFieldProps {
  readonly editing: RecordEditing
  readonly schema: RecordSchema | null | undefined
}

/** Adds a field: one that its type knows, or any other. */
export function AddField({ editing, schema }: AddFieldProps) {
  const [name, setName] = useState<string | null>(null)
  const held = editing.edit.payload
  const known = Object.keys(schema?.properties ?? {}).filter((it) => !Object.hasOwn(held, it))
  const isTaken = name !== null && Object.hasOwn(held, name)
  if (name === null) {
    return (
      <Group>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          onClick={() => setName('')}
        >
          <Trans>Add field</Trans>
        </Button>
      </Group>
    )
  }
  const add = (event: FormEvent) => {
    event.preventDefault()
    if (name === '' || isTaken) return
    editing.setField(name, emptyValue(schema?.properties?.[name]))
    setName(null)
  }
  return (
    <form onSubmit={add}>
      <Group gap="sm" align="flex-start" wrap="nowrap">
        <Autocomplete
          flex={1}
          aria-label={t`Name of the field`}
          placeholder={t`Name of the field`}
          data={known}
          value={name}
          error={isTaken ? t`The record has this field.` : undefined}
          autoFocus
          onChange={setName}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.stopPropagation()
            setName(null)
          }}
        />
        <Button type="submit" disabled={name === '' || isTaken}>
          <Trans context="verb">Add</Trans>
        </Button>
      </Group>
    </form>
  )
}
