import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Modal, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { ConnectionKind, ConnectionWay } from '../../../ipc/connection.ts'
import { DialogFooter } from '../../components/dialog-footer.tsx'
import { KindChoice } from './kind-choice.tsx'
import { TestResult } from './test-result.tsx'
import { useMeans } from './use-means.ts'
import { useWayForm } from './use-way-form.ts'
import { useWayTest } from './use-way-test.ts'
import type { Ways } from './use-ways.ts'
import { draftOf, emptyDraft, type WayDraft } from './way-draft.ts'
import { WayFields } from './way-fields.tsx'
import { kindWords } from './way-words.ts'

interface WayDialogProps {
  /** Which of the ways is edited; null for a new one. */
  readonly at: number | null
  readonly ways: Ways
  readonly onClose: () => void
}

/** Leads through setting up a way of being reachable: which one, what it needs, whether it works. */
export function WayDialog({ at, ways, onClose }: WayDialogProps) {
  const edited = at === null ? undefined : ways.all[at]
  const [draft, setDraft] = useState<WayDraft | null>(edited ? draftOf(edited) : null)
  const [kind, setKind] = useState<ConnectionKind>('own-address')
  const name = draft ? kindWords[draft.kind].name : ''
  const title = edited ? t`Edit: ${name}` : draft ? name : t`How shall the world reach your vault?`
  const back = edited ? null : () => setDraft(null)
  return (
    <Modal opened onClose={onClose} title={title} size={640} closeOnClickOutside={false}>
      {draft === null ? (
        <KindChoice
          kind={kind}
          onChoose={setKind}
          onContinue={() => setDraft(emptyDraft(kind))}
          onCancel={onClose}
        />
      ) : (
        <WayForm key={draft.kind} {...{ first: draft, at, ways, back, onClose }} />
      )}
    </Modal>
  )
}

interface WayFormProps extends WayDialogProps {
  readonly first: WayDraft
  /** Back to the choice, where there was one. */
  readonly back: (() => void) | null
}

function WayForm({ first, at, ways, back, onClose }: WayFormProps) {
  const means = useMeans()
  const form = useWayForm(first, means.means)
  const test = useWayTest()
  const withWay = async (use: (way: ConnectionWay) => Promise<void>) => {
    const way = form.prepare()
    if (way !== null) await use(way)
  }
  const save = async (way: ConnectionWay) => {
    if (await ways.save(way, at)) onClose()
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void withWay(save)
  }
  // What was tested is not what is typed any more.
  const edit: typeof form.edit = (part) => {
    test.forget()
    form.edit(part)
  }
  const pauses = ways.all.some(({ kind }) => kind === first.kind)
  return (
    <form onSubmit={onSubmit} noValidate autoComplete="off">
      <Stack gap="lg">
        <WayFields form={{ ...form, edit }} means={means} />
        <TestResult test={test} draft={form.draft} pauses={pauses} />
        <DialogFooter>
          {back && (
            <Button variant="subtle" color="gray" mr="auto" onClick={back}>
              <Trans>Back</Trans>
            </Button>
          )}
          <Button
            variant="default"
            loading={test.testing}
            disabled={ways.working || form.isUncertain}
            onClick={() => void withWay(test.run)}
          >
            <Trans>Test</Trans>
          </Button>
          <Button type="submit" loading={ways.working} disabled={test.testing || form.isUncertain}>
            <Trans>Save</Trans>
          </Button>
        </DialogFooter>
      </Stack>
    </form>
  )
}
