import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Divider, Modal, Stack, Text, Textarea, TextInput, Title } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { DialogFooter } from '../../components/dialog-footer.tsx'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import { useVault } from '../vault/vault-context.tsx'
import { type DocumentPlace, parseDocumentLink, placeOf } from './document-link.ts'
import classes from './document-view.module.css'
import { DrawnDocument } from './drawn-document.tsx'
import { Party } from './party.tsx'
import { SignatureList } from './signature-list.tsx'
import { DocumentJson, SignedText } from './signed-text.tsx'
import { useFocusOnMount } from './use-focus-on-mount.ts'
import { type ForeignDocument, useForeign } from './use-foreign.ts'

interface ForeignDialogProps {
  readonly opened: boolean
  /** One that was opened already; empty for none. */
  readonly link: string
  readonly onClose: () => void
  /** Gives the id of the signature that was sent. */
  readonly onSigned: (id: string) => void
}

/** Opens a document in somebody else’s vault, shows all of it, and signs it. */
export function ForeignDialog({ opened, link, onClose, onSigned }: ForeignDialogProps) {
  const [busy, setBusy] = useState(false)
  return (
    <Modal
      opened={opened}
      onClose={() => !busy && onClose()}
      title={t`Sign for somebody`}
      size={640}
      closeOnClickOutside={false}
    >
      <ForeignFlow link={link} onClose={onClose} onSigned={onSigned} onBusy={setBusy} />
    </Modal>
  )
}

interface FlowProps extends Omit<ForeignDialogProps, 'opened'> {
  readonly onBusy: (busy: boolean) => void
}

function ForeignFlow({ link, onClose, onSigned, onBusy }: FlowProps) {
  const foreign = useForeign(link, onBusy, (id) => {
    onClose()
    onSigned(id)
  })
  return foreign.document ? (
    <Look foreign={foreign} document={foreign.document} />
  ) : (
    <Find foreign={foreign} onClose={onClose} />
  )
}

type Foreign = ReturnType<typeof useForeign>

function Find({ foreign, onClose }: { foreign: Foreign; onClose: () => void }) {
  const { typed, type, find, sending, refusals } = foreign
  const first = useFocusOnMount<HTMLTextAreaElement>()
  const [errors, setErrors] = useState<{ link?: string; ename?: string; id?: string }>({})
  const paste = (link: string) => {
    const read = parseDocumentLink(link)
    type({ link, ...('place' in read && read.place) })
    setErrors('problem' in read && link.trim() !== '' ? { link: read.problem } : {})
  }
  const write = (part: Partial<DocumentPlace>) => {
    type({ link: '', ...part })
    setErrors({})
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (errors.link) return
    const read = placeOf(typed.ename, typed.id)
    if ('errors' in read) return setErrors(read.errors)
    void find(read.place)
  }
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="lg">
        <Textarea
          ref={first}
          label={t`Link they gave you`}
          description={t`Or the text of their QR code. It begins with w3ds:// or @.`}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          autosize
          minRows={2}
          maxRows={4}
          spellCheck={false}
          data-autofocus
          value={typed.link}
          error={errors.link}
          onChange={({ currentTarget }) => paste(currentTarget.value)}
        />
        <Divider label={t`or`} />
        <TextInput
          label={t`Their eName`}
          placeholder="@…"
          spellCheck={false}
          value={typed.ename}
          error={errors.ename}
          onChange={({ currentTarget }) => write({ ename: currentTarget.value })}
        />
        <TextInput
          label={t`Id of the document`}
          spellCheck={false}
          value={typed.id}
          error={errors.id}
          onChange={({ currentTarget }) => write({ id: currentTarget.value })}
        />
        <Text c="dimmed" role="status">
          {sending
            ? t`Looking for it. A window of your system may ask you first…`
            : t`Their vault is told that it is you who asks, so eVault asks you first, in a window of your system.`}
        </Text>
        <RefusalAlert title={t`The document could not be opened`} refusals={refusals} />
        <DialogFooter>
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={sending}>
            <Trans context="verb">Open</Trans>
          </Button>
        </DialogFooter>
      </Stack>
    </form>
  )
}

function Look({ foreign, document }: { foreign: Foreign; document: ForeignDocument }) {
  const { writable } = useVault()
  const { back, sign, sending, refusals } = foreign
  const { signatures, verdicts, refusal } = document
  const heading = useFocusOnMount<HTMLHeadingElement>()
  return (
    <Stack gap="lg">
      <Title ref={heading} order={3} tabIndex={-1} className={classes.place ?? ''}>
        <Trans>
          In the vault of <Party name={document.vault} />
        </Trans>
      </Title>
      <DrawnDocument statement={document} signers={signatures.map(({ signer }) => signer)} />
      <div className={classes.part}>
        <Title order={3}>
          <Trans>Signatures</Trans>
        </Title>
        <SignatureList signatures={signatures} verdicts={verdicts} error={null} />
      </div>
      <div>
        <SignedText statement={document} />
        <DocumentJson statement={document} signatures={signatures} />
      </div>
      {refusal ? (
        <p className={classes.note}>
          <IconInfoCircle size={16} aria-hidden="true" />
          <span>
            <Trans>You can’t sign it: {refusal}</Trans>
          </span>
        </p>
      ) : (
        <Text c="dimmed" role="status">
          {sending
            ? t`Waiting for your answer in the window that asks once more…`
            : t`With your signature you vouch for what it says, for good. eVault asks you once more in a window of your system.`}
        </Text>
      )}
      <RefusalAlert title={t`It was not signed`} refusals={refusals} />
      <DialogFooter>
        <Button variant="default" disabled={sending} onClick={back}>
          <Trans>Back</Trans>
        </Button>
        <Button
          loading={sending}
          disabled={!writable || refusal !== null}
          onClick={() => void sign()}
        >
          <Trans>Sign…</Trans>
        </Button>
      </DialogFooter>
    </Stack>
  )
}
