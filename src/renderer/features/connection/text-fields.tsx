import { t } from '@lingui/core/macro'
import { TextInput, type TextInputProps } from '@mantine/core'
import type { WayForm } from './use-way-form.ts'
import type { WayField } from './way-draft.ts'

interface WayTextFieldProps extends Omit<TextInputProps, 'form'> {
  readonly form: WayForm
  readonly field: WayField
}

/** One field of a way, with what is wrong with it. */
export function WayTextField({ form, field, ...props }: WayTextFieldProps) {
  const { draft, errors, edit } = form
  const error = errors[field]
  return (
    <TextInput
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      autoComplete="off"
      autoCorrect="off"
      autoCapitalize="none"
      spellCheck={false}
      dir="ltr"
      value={draft[field]}
      error={error && <span role="alert">{error}</span>}
      onChange={(event) => edit({ [field]: event.currentTarget.value })}
      {...props}
    />
  )
}

/** The public address, with a word of warning where others could read along. */
export function PublicUrlField(props: {
  form: WayForm
  description: string
  placeholder?: string
}) {
  const { form, description, placeholder = 'https://vault.example.org' } = props
  const isOpen = /^\s*http:/i.test(form.draft.publicUrl)
  const warning = t`With http:// instead of https://, everybody on the way can read and change what is sent.`
  return (
    <WayTextField
      form={form}
      field="publicUrl"
      label={t`Public address`}
      description={isOpen ? `${description} ${warning}` : description}
      placeholder={placeholder}
      inputMode="url"
    />
  )
}
