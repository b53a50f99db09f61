import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconArrowBackUp, IconDots, IconInfoCircle } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { useCopy } from '../../components/use-copy.ts'
import { FieldEditor } from './field-editor.tsx'
import { emptyValue, fieldKind, fits, typeWord } from './field-kind.ts'
import classes from './fields-panel.module.css'
import type { FieldChange } from './payload.ts'
import type { FieldSchema } from './record-schema.ts'
import { Reference } from './reference.tsx'
import type { Advice } from './schema-check.ts'
import type { RecordEditing } from './use-record-edit.ts'

interface FieldRowProps {
  readonly name: string
  readonly editing: RecordEditing
  readonly schema: FieldSchema | undefined
  readonly change: FieldChange | undefined
  readonly advice: readonly Advice[]
  readonly readOnly: boolean
}

/** One field: its name, its editor, and what it refers to. */
export function FieldRow({ name, editing, schema, change, advice, readOnly }: FieldRowProps) {
  const value = editing.edit.payload[name]
  const unread = editing.edit.unread.get(name)
  const [isUsed, setUsed] = useState(false)
  const kind = useKind(value, schema, isUsed)
  const adviceId = useId()
  const isChanged = change !== undefined || unread !== undefined
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset lays out its legend in its own way
    <div className={classes.field} role="group" aria-label={name} onFocus={() => setUsed(true)}>
      <div className={classes.head}>
        <bdi className={classes.name}>{name}</bdi>
        <span className={classes.type}>{typeWord(value)}</span>
        {isChanged && (
          <>
            <span className={classes.changed}>
              {change?.kind === 'added'
                ? t({ message: 'New', context: 'field' })
                : t({ message: 'Changed', context: 'field' })}
            </span>
            <ActionIcon
              aria-label={t`Take back the change of ${name}`}
              onClick={() => editing.revertField(name)}
            >
              <IconArrowBackUp size={14} />
            </ActionIcon>
          </>
        )}
        <FieldMenu name={name} value={value} editing={editing} readOnly={readOnly} />
      </div>
      <FieldEditor
        name={name}
        kind={kind}
        value={value}
        unread={unread}
        schema={schema}
        readOnly={readOnly}
        describedBy={advice.length > 0 ? adviceId : undefined}
        onChange={(next) => editing.setField(name, next)}
        onUnread={(text) => editing.setUnread(name, text)}
      />
      {textsOf(value).map((text) => (
        <Reference key={text} name={name} text={text} />
      ))}
      {advice.length > 0 && (
        <span id={adviceId} className={classes.advice}>
          <IconInfoCircle size={14} aria-hidden="true" />
          {advice.map(({ message }) => message).join(' ')}
        </span>
      )}
    </div>
  )
}

/** A field that goes when the record is saved. */
export function RemovedField({ name, onKeep }: { name: string; onKeep: () => void }) {
  return (
    <div className={classes.head}>
      <del className={`${classes.name} ${classes.removed}`}>{name}</del>
      <span className={classes.type}>{t({ message: 'removed', context: 'field' })}</span>
      <Button variant="default" size="compact-sm" onClick={onKeep}>
        <Trans>Keep</Trans>
      </Button>
    </div>
  )
}

const kinds = [
  { name: t({ message: 'Text', context: 'kind of value' }), schema: { type: 'string' } },
  { name: t({ message: 'Number', context: 'kind of value' }), schema: { type: 'number' } },
  { name: t({ message: 'True or false', context: 'kind of value' }), schema: { type: 'boolean' } },
  {
    name: t({ message: 'Date and time', context: 'kind of value' }),
    schema: { format: 'date-time' },
  },
  { name: t({ message: 'List', context: 'kind of value' }), schema: { type: 'array' } },
  { name: t({ message: 'Object', context: 'kind of value' }), schema: { type: 'object' } },
] as const

interface FieldMenuProps {
  readonly name: string
  readonly value: unknown
  readonly editing: RecordEditing
  readonly readOnly: boolean
}

function FieldMenu({ name, value, editing, readOnly }: FieldMenuProps) {
  const { copy } = useCopy()
  const text = () => (typeof value === 'string' ? value : JSON.stringify(value, null, 2))
  return (
    <Menu position="bottom-end" shadow="md" withinPortal>
      <Menu.Target>
        <ActionIcon aria-label={t`More about ${name}`}>
          <IconDots size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => copy(text())}>
          <Trans>Copy value</Trans>
        </Menu.Item>
        {!readOnly && (
          <>
            <Menu.Divider />
            <Menu.Label>
              <Trans>Change to</Trans>
            </Menu.Label>
            {kinds.map((kind) => (
              <Menu.Item
                key={kind.name}
                onClick={() => editing.setField(name, emptyValue(kind.schema))}
              >
                {kind.name}
              </Menu.Item>
            ))}
            <Menu.Item onClick={() => editing.setField(name, null)}>
              {t({ message: 'Null', context: 'kind of value' })}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item color="var(--bad)" onClick={() => editing.removeField(name)}>
              <Trans>Remove field</Trans>
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

/**
 * The kind of editor: it stays while it can hold the value, so that it does not change in use. A
 * schema that comes late changes only one that nobody uses.
 */
function useKind(value: unknown, schema: FieldSchema | undefined, isUsed: boolean) {
  const [kept, setKept] = useState(() => ({ kind: fieldKind(value, schema), schema }))
  if ((isUsed || kept.schema === schema) && fits(kept.kind, value)) return kept.kind
  const kind = fieldKind(value, schema)
  setKept({ kind, schema })
  return kind
}

/** The texts that may refer to something: the value, or the first few of a list. */
function textsOf(value: unknown): string[] {
  const texts = Array.isArray(value) ? value.slice(0, 8) : [value]
  return [...new Set(texts.filter((text) => typeof text === 'string'))]
}
