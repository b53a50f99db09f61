import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Checkbox, Input } from '@mantine/core'
import { useId } from 'react'
import { useRecordCounts, useTypeName } from '../data/record-counts.ts'
import { accessTo, type ConsentDraft, withType } from './consent-draft.ts'
import { OtherType } from './other-type.tsx'
import classes from './types-field.module.css'

interface TypesFieldProps {
  readonly draft: ConsentDraft
  readonly error: string | undefined
  readonly onChange: (draft: ConsentDraft) => void
}

/** Which types a platform reads, and which of them it writes. */
export function TypesField({ draft, error, onChange }: TypesFieldProps) {
  const types = useOfferedTypes(draft)
  const typeName = useTypeName()
  const errorId = useId()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no grid
    <div role="group" aria-label={t`Types`} aria-describedby={error ? errorId : undefined}>
      <div className={classes.types}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">
                <Trans>Type</Trans>
              </th>
              <th scope="col">
                <Trans context="verb">Read</Trans>
              </th>
              <th scope="col">
                <Trans context="verb">Write</Trans>
              </th>
            </tr>
          </thead>
          <tbody>
            {types.map(({ ontology, count }) => (
              <TypeRow
                key={ontology}
                name={typeName(ontology)}
                count={count}
                access={accessTo(draft, ontology)}
                onChoose={(access) => onChange(withType(draft, ontology, access))}
              />
            ))}
          </tbody>
        </table>
      </div>
      <OtherType
        known={types.map(({ ontology }) => ontology)}
        onAdd={(ontology) => onChange(withType(draft, ontology, 'read'))}
      />
      {error && (
        <Input.Error id={errorId} role="alert" mt={4}>
          {error}
        </Input.Error>
      )}
    </div>
  )
}

interface TypeRowProps {
  readonly name: string
  readonly count: number
  readonly access: ReturnType<typeof accessTo>
  readonly onChoose: (access: ReturnType<typeof accessTo>) => void
}

/** Who writes a type reads it, too. */
function TypeRow({ name, count, access, onChoose }: TypeRowProps) {
  return (
    <tr>
      <th scope="row">
        {name} <span className={classes.count}>{i18n.number(count)}</span>
      </th>
      <td>
        <Checkbox
          size="xs"
          aria-label={t`Read ${name}`}
          checked={access !== 'none'}
          onChange={(event) => onChoose(event.currentTarget.checked ? 'read' : 'none')}
        />
      </td>
      <td>
        <Checkbox
          size="xs"
          aria-label={t`Write ${name}`}
          checked={access === 'write'}
          onChange={(event) => onChoose(event.currentTarget.checked ? 'write' : 'read')}
        />
      </td>
    </tr>
  )
}

/** The types in the vault, those with most records first, and those that were chosen besides. */
function useOfferedTypes({ ontologies }: ConsentDraft) {
  const { types = [] } = useRecordCounts()
  const held = types.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count)
  const known = new Set(held.map(({ ontology }) => ontology))
  const others = ontologies.filter(({ ontology }) => !known.has(ontology))
  return [...held, ...others.map(({ ontology }) => ({ ontology, count: 0 }))]
}
