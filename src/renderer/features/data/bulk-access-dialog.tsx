import { Alert, Button, Group, Modal, Radio, Stack } from '@mantine/core'
import { useState } from 'react'
import { normaliseEName } from '../../../w3id/ename.ts'
import { type Access, aclOf } from './access.ts'
import { NamesField } from './names-field.tsx'

interface BulkAccessDialogProps {
  readonly owner: string
  /** "12 records". */
  readonly what: string
  readonly onSet: (acl: readonly string[]) => void
  readonly onClose: () => void
}

/** Who may see all the selected records from now on. */
export function BulkAccessDialog({ owner, what, onSet, onClose }: BulkAccessDialogProps) {
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
      title={`Access of ${what}`}
      size={480}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="lg">
        <Radio.Group
          label="Who may see them"
          description="This takes the place of what each of them says now. Their history keeps it."
          value={kind}
          onChange={(value) => setKind(value as Access['kind'])}
        >
          <Stack gap="sm" mt={8}>
            <Radio value="private" label="Only me" />
            <Radio value="public" label="Everyone" />
            <Radio value="people" label="Chosen people" />
          </Stack>
        </Radio.Group>
        {kind === 'people' && <NamesField names={people} onChange={setPeople} />}
        {kind === 'public' && (
          <Alert color="yellow" title={`This makes ${what} public`}>
            Anyone who reaches your vault can read them, and may keep what they read.
          </Alert>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button disabled={kind === 'people' && people.length === 0} onClick={set}>
            Change access
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
