import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Alert, Button, Group, Modal, Radio, Stack } from '@mantine/core'
import { useState } from 'react'
import { normaliseEName } from '../../../w3id/ename.ts'
import { type Access, aclOf } from './access.ts'
import { NamesField } from './names-field.tsx'

interface BulkAccessDialogProps {
  readonly owner: string
  /** How many records are meant. */
  readonly count: number
  readonly onSet: (acl: readonly string[]) => void
  readonly onClose: () => void
}

/** Who may see all the selected records from now on. */
export function BulkAccessDialog({ owner, count, onSet, onClose }: BulkAccessDialogProps) {
  const [kind, setKind] = useState<Access['kind']>('private')
  const [people, setPeople] = useState<readonly string[]>([])
  const set = () => {
    const names = people.map(normaliseEName)
    onSet(aclOf(kind === 'people' ? { kind, people: names } : { kind }, owner))
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={plural(count, { one: 'Access of # record', other: 'Access of # records' })}
      size={480}
    >
      <Stack gap="lg">
        <Radio.Group
          label={t`Who may see them`}
          description={t`This takes the place of what each of them says now. Their history keeps it.`}
          value={kind}
          onChange={(value) => setKind(value as Access['kind'])}
        >
          <Stack gap="sm" mt={8}>
            <Radio value="private" label={t`Only me`} />
            <Radio value="public" label={t`Everyone`} />
            <Radio value="people" label={t`Chosen people`} />
          </Stack>
        </Radio.Group>
        {kind === 'people' && <NamesField names={people} onChange={setPeople} />}
        {kind === 'public' && (
          <Alert
            color="yellow"
            title={plural(count, {
              one: 'This makes # record public',
              other: 'This makes # records public',
            })}
          >
            <Trans>Anyone who reaches your vault can read them, and may keep what they read.</Trans>
          </Alert>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            <Trans>Cancel</Trans>
          </Button>
          <Button disabled={kind === 'people' && people.length === 0} onClick={set}>
            <Trans>Change access</Trans>
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
