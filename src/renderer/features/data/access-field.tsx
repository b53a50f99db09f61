import { t } from '@lingui/core/macro'
import { Group, Radio } from '@mantine/core'
import type { Access } from './access.ts'
import { useData } from './data-context.tsx'
import { NamesField } from './names-field.tsx'

const choices = [
  { kind: 'private', name: t`Only me` },
  { kind: 'public', name: t`Everyone` },
  { kind: 'people', name: t`Chosen people` },
] as const satisfies readonly { kind: Access['kind']; name: string }[]

const meaning: Record<Access['kind'], string> = {
  private: t`Nobody else can read this record.`,
  public: t`Anyone who reaches your vault can read it; only you can change it.`,
  people: t`They can read and change this record.`,
}

/** Who may see the new record. */
export function AccessField(props: { error: string | undefined; onEdit: () => void }) {
  const { draft, setDraft } = useData()
  return (
    <>
      <Radio.Group
        label={t`Access`}
        description={meaning[draft.access]}
        inputWrapperOrder={['label', 'input', 'description']}
        value={draft.access}
        onChange={(access) => {
          props.onEdit()
          setDraft({ ...draft, access: access as Access['kind'] })
        }}
      >
        <Group gap="lg" my={4}>
          {choices.map(({ kind, name }) => (
            <Radio key={kind} value={kind} label={name} />
          ))}
        </Group>
      </Radio.Group>
      {(draft.access === 'people' || props.error) && (
        <NamesField
          names={draft.people}
          error={props.error}
          onChange={(people) => {
            props.onEdit()
            setDraft({ ...draft, people })
          }}
        />
      )}
    </>
  )
}
