import { useQuery } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Autocomplete, Button, Group, Modal, Radio, Select, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { normaliseEName } from '../../../w3id/ename.ts'
import { KnownNamesDocument } from '../../graphql/documents.generated.ts'
import { useDataAddress } from './use-data-address.ts'

type Kind = 'person' | 'platform' | 'anonymous'

/** Chooses through whose eyes the records are looked at. */
export function ViewAsDialog({ onClose }: { onClose: () => void }) {
  const { go, type } = useDataAddress()
  const { data } = useQuery(KnownNamesDocument)
  const [kind, setKind] = useState<Kind>('person')
  const [name, setName] = useState('')
  const [error, setError] = useState<string | null>(null)
  const known = (wanted: Kind) => [
    ...new Set((data?.visitors ?? []).flatMap((it) => (it.kind === wanted && it.name) || [])),
  ]
  const start = (event: FormEvent) => {
    event.preventDefault()
    const viewer = viewerOf(kind, name)
    if (viewer === null)
      return setError(kind === 'person' ? t`Type an eName.` : t`Choose a platform.`)
    onClose()
    go({ viewAs: viewer, record: null, type })
  }
  return (
    <Modal opened onClose={onClose} title={t`View as somebody else`} size={480}>
      <form onSubmit={start}>
        <Stack gap="lg">
          <Text c="dimmed">
            <Trans>
              Shows the records they would get from your vault now. Nothing is changed, and nobody
              is told.
            </Trans>
          </Text>
          <Radio.Group
            label={t`Who looks`}
            value={kind}
            onChange={(value) => {
              setKind(value as Kind)
              setName('')
              setError(null)
            }}
          >
            <Group gap="lg" mt={4}>
              <Radio value="person" label={t`A person`} />
              <Radio value="platform" label={t`A platform`} />
              <Radio value="anonymous" label={t`Anyone, without a name`} />
            </Group>
          </Radio.Group>
          {kind === 'person' && (
            <Autocomplete
              label={t`eName`}
              placeholder="@…"
              data={known('person')}
              value={name}
              error={error}
              onChange={setName}
            />
          )}
          {kind === 'platform' && (
            <Select
              label={t`Platform`}
              placeholder={t`One that has come before`}
              nothingFoundMessage={t`No platform has come yet.`}
              data={known('platform')}
              value={name || null}
              error={error}
              searchable
              onChange={(value) => setName(value ?? '')}
            />
          )}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
            <Button type="submit">
              <Trans context="verb">View</Trans>
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

/** A caller as the logs name them; null while it names nobody. */
function viewerOf(kind: Kind, name: string): string | null {
  if (kind === 'anonymous') return kind
  if (kind === 'platform') return name === '' ? null : `platform ${name}`
  try {
    return `person ${normaliseEName(name)}`
  } catch {
    return null
  }
}
