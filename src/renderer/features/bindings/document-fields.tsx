import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { ActionIcon, Button, Group, Input, Stack, TextInput, Tooltip } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useId } from 'react'
import {
  type DocumentDraft,
  type DraftErrors,
  type NamedValue,
  takesValues,
  textFields,
} from './document-draft.ts'
import classes from './document-fields.module.css'
import { PhotoField } from './photo-field.tsx'

interface FieldsProps {
  readonly draft: DocumentDraft
  readonly edit: (part: Partial<DocumentDraft>) => void
  readonly errors: DraftErrors
}

/** The fields that a document of this type has. */
export function DocumentFields({ draft, edit, errors }: FieldsProps) {
  const { type, texts } = draft
  return (
    <>
      {textFields[type].map(({ name, label, hint }) => (
        <TextInput
          key={`${type} ${name}`}
          label={label}
          description={hint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          spellCheck={name !== 'other'}
          placeholder={name === 'other' ? '@…' : undefined}
          value={texts[name] ?? ''}
          error={errors[name]}
          onChange={({ currentTarget }) =>
            edit({ texts: { ...texts, [name]: currentTarget.value } })
          }
        />
      ))}
      {type === 'photograph' && (
        <PhotoField
          photo={draft.photo}
          error={errors.photo}
          onChoose={(photo) => edit({ photo })}
        />
      )}
      {takesValues(type) && <NamedValues draft={draft} edit={edit} errors={errors} />}
    </>
  )
}

/** Fields with names of the owner’s choosing. */
function NamedValues({ draft: { type, values }, edit, errors }: FieldsProps) {
  const id = useId()
  const title = type === 'personal_parameters' ? t`What it says` : t`Further fields (optional)`
  const set = (key: number, part: Partial<NamedValue>) =>
    edit({ values: values.map((one) => (one.key === key ? { ...one, ...part } : one)) })
  const add = () => {
    const key = Math.max(0, ...values.map((one) => one.key)) + 1
    edit({ values: [...values, { key, name: '', value: '' }] })
  }
  return (
    <fieldset className={classes.values} aria-describedby={errors.values && id}>
      <legend className={classes.legend}>{title}</legend>
      <Stack gap="sm">
        {values.map(({ key, name, value }, at) => (
          <Group key={key} gap="sm" wrap="nowrap" align="flex-start">
            <TextInput
              className={classes.name ?? ''}
              aria-label={t`Name of field ${{ number: at + 1 }}`}
              placeholder={t`Name`}
              dir="auto"
              // A new row is there to be filled in.
              autoFocus={name === '' && value === ''}
              value={name}
              error={errors[`value ${key}`]}
              onChange={({ currentTarget }) => set(key, { name: currentTarget.value })}
            />
            <TextInput
              className={classes.value ?? ''}
              aria-label={t`Value of field ${{ number: at + 1 }}`}
              placeholder={t`Value`}
              dir="auto"
              value={value}
              onChange={({ currentTarget }) => set(key, { value: currentTarget.value })}
            />
            <Tooltip label={t`Remove`}>
              <ActionIcon
                size={36}
                aria-label={t`Remove field ${{ number: at + 1 }}`}
                onClick={() => edit({ values: values.filter((one) => one.key !== key) })}
              >
                <IconX size={16} />
              </ActionIcon>
            </Tooltip>
          </Group>
        ))}
        <Button
          className={classes.add ?? ''}
          variant="default"
          size="compact-md"
          leftSection={<IconPlus size={16} />}
          onClick={add}
        >
          <Trans>Add a field</Trans>
        </Button>
        <Input.Error id={id} role="status">
          {errors.values}
        </Input.Error>
      </Stack>
    </fieldset>
  )
}
