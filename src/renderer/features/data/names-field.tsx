import { TagsInput } from '@mantine/core'

interface NamesFieldProps {
  readonly names: readonly string[]
  readonly error?: string | undefined
  readonly onChange: (names: readonly string[]) => void
}

/** eNames, one after the other. */
export function NamesField({ names, error, onChange }: NamesFieldProps) {
  return (
    <TagsInput
      label="eNames"
      placeholder="@…, then Enter"
      value={[...names]}
      error={error}
      splitChars={[',', ' ', ';']}
      acceptValueOnBlur
      onChange={onChange}
    />
  )
}
