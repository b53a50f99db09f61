import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Autocomplete, Button, Group } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { normaliseEName } from '../../../w3id/ename.ts'
import { useNameProposals } from './known-names.ts'
import { NameOption } from './name-option.tsx'

interface AddNameProps {
  /** Names that are on the list already. */
  readonly held: readonly string[]
  readonly onAdd: (name: string) => void
}

/** Adds a person or a platform by its eName; proposes those who came before. */
export function AddName({ held, onAdd }: AddNameProps) {
  const [text, setText] = useState('')
  const [error, setError] = useState<string | null>(null)
  const known = useNameProposals(held)
  const add = (event: FormEvent) => {
    event.preventDefault()
    const read = readEName(text, held)
    if ('problem' in read) return setError(read.problem)
    onAdd(read.ename)
    setText('')
  }
  return (
    <form onSubmit={add}>
      <Group gap="sm" align="flex-end" wrap="nowrap">
        <Autocomplete
          flex={1}
          label={t`Add a person or platform`}
          placeholder="@…"
          data={known}
          renderOption={({ option }) => <NameOption name={option.value} />}
          value={text}
          error={error}
          onChange={(next) => {
            setText(next)
            setError(null)
          }}
        />
        <Button type="submit" variant="default">
          <Trans context="verb">Add</Trans>
        </Button>
      </Group>
    </form>
  )
}

/** Reads a typed eName, or says what is wrong with it. */
function readEName(
  text: string,
  held: readonly string[],
): { readonly ename: string } | { readonly problem: string } {
  if (text.trim() === '') return { problem: t`Type an eName, such as @e4d9…` }
  if (text.trim() === '*') return { problem: t`Use “Everyone may read it” for that.` }
  if (/\s/.test(text.trim())) return { problem: t`An eName has no spaces.` }
  try {
    const ename = normaliseEName(text)
    const isHeld = held.some((name) => normaliseEName(name) === ename)
    return isHeld ? { problem: t`This name is on the list.` } : { ename }
  } catch (error) {
    return { problem: `${error instanceof Error ? error.message : String(error)}.` }
  }
}
