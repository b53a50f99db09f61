import { t } from '@lingui/core/macro'
import { TagsInput } from '@mantine/core'
import { useNameProposals } from '../records/known-names.ts'
import { NameOption } from '../records/name-option.tsx'

interface NamesFieldProps {
  readonly names: readonly string[]
  readonly error?: string | undefined
  readonly onChange: (names: readonly string[]) => void
}

/** eNames, one after the other. */
export function NamesField({ names, error, onChange }: NamesFieldProps) {
  const known = useNameProposals(names)
  return (
    <TagsInput
      label={t`eNames`}
      placeholder={t`@…, then Enter`}
      data={known}
      renderOption={({ option }) => <NameOption name={option.value} />}
      value={[...names]}
      error={error}
      splitChars={[',', ' ', ';']}
      acceptValueOnBlur
      onChange={onChange}
    />
  )
}
