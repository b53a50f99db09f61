import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Alert, Button, Modal, Stack, Text, Textarea } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconPhotoOff } from '@tabler/icons-react'
import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { DialogFooter } from '../../components/dialog-footer.tsx'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import { useFocusOnMount } from '../bindings/use-focus-on-mount.ts'
import { useVault } from '../vault/vault-context.tsx'
import { readLink } from './link.ts'
import { LinkSources } from './link-sources.tsx'
import { SessionFacts } from './session-facts.tsx'
import { errorWords, sessionWords } from './session-words.ts'
import classes from './sessions.module.css'
import { usePictureLink } from './use-picture-link.ts'
import { type PlatformSession, useAnswer } from './use-sessions.ts'

/** Follows a w3ds:// link: one in the address (`?link=…`), or one that is pasted. */
export function LinkDialog() {
  const [params, setParams] = useSearchParams()
  const [busy, setBusy] = useState(false)
  const link = params.get('link')
  const close = () => {
    setParams(
      (now) => {
        now.delete('link')
        return now
      },
      { replace: true },
    )
  }
  return (
    <Modal
      opened={link !== null}
      onClose={() => !busy && close()}
      title={t`Open a w3ds:// link`}
      size={560}
      closeOnClickOutside={false}
    >
      <LinkFlow key={link} link={link ?? ''} onClose={close} onBusy={setBusy} />
    </Modal>
  )
}

interface LinkFlowProps {
  readonly link: string
  readonly onClose: () => void
  readonly onBusy: (busy: boolean) => void
}

function LinkFlow({ link, onClose, onBusy }: LinkFlowProps) {
  const [text, setText] = useState(link)
  const { made, answer, clear, refusals, sending, resend, resending } = useAnswer()
  if (made) {
    return (
      <Result
        session={made}
        refusals={resending.refusals}
        sending={resending.sending}
        onResend={() => void resend(made.id)}
        onClose={onClose}
      />
    )
  }
  const type = (typed: string) => {
    clear()
    setText(typed)
  }
  const send = async () => {
    onBusy(true)
    await answer(text)
    onBusy(false)
  }
  return (
    <Ask text={text} type={type} sending={sending} onSend={() => void send()} onClose={onClose}>
      <RefusalAlert title={t`Nothing was signed`} refusals={refusals} />
    </Ask>
  )
}

interface AskProps {
  readonly text: string
  readonly type: (text: string) => void
  readonly sending: boolean
  readonly onSend: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** What the link is, and what would be done with it. */
function Ask({ text, type, sending, onSend, onClose, children }: AskProps) {
  const { writable, lastReady } = useVault()
  const navigate = useNavigate()
  const read = readLink(text, lastReady?.ename ?? '')
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (read.kind === 'session') onSend()
    else if (read.kind === 'place') void navigate(read.path)
  }
  const isKnown = text.trim() !== ''
  const field = useRef<HTMLTextAreaElement>(null)
  // What was read is shown like what is typed.
  const take = (link: string) => {
    type(link)
    picture.clear()
    field.current?.focus()
  }
  const picture = usePictureLink(sending, take)
  return (
    <form
      onSubmit={onSubmit}
      noValidate
      className={classes.ask}
      data-over={picture.isOver || undefined}
      {...picture.handlers}
    >
      <Stack gap="lg">
        <Textarea
          ref={field}
          label={t`Link`}
          description={t`A platform shows it where you log in or sign. It begins with w3ds://.`}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          autosize
          minRows={2}
          maxRows={4}
          spellCheck={false}
          data-autofocus
          disabled={sending}
          value={text}
          error={isKnown && read.kind === 'problem' && read.problem}
          onChange={({ currentTarget }) => type(currentTarget.value)}
        />
        {picture.problem !== null && (
          <Alert
            color="gray"
            role="alert"
            title={t`No link was read`}
            icon={<IconPhotoOff size={16} />}
          >
            {picture.problem}
          </Alert>
        )}
        {read.kind === 'problem' && <LinkSources picture={picture} onLink={take} />}
        {read.kind === 'session' && <SessionFacts request={read.request} />}
        {read.kind === 'session' && (
          <Text c="dimmed" role="status">
            {sending
              ? t`Waiting for your answer in the window that asks once more…`
              : t`Before anything is signed, eVault asks you once more, in a window of your system.`}
          </Text>
        )}
        {read.kind === 'place' && (
          <Text>
            {read.isOwn
              ? t`It leads to a record in your vault.`
              : t`It leads to a document in the vault of ${{ name: read.vault }}.`}
          </Text>
        )}
        {children}
        <DialogFooter>
          <Button variant="default" disabled={sending} onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            type="submit"
            loading={sending}
            disabled={
              read.kind === 'problem' ||
              (read.kind === 'session' && (!writable || lastReady?.keyless === true))
            }
          >
            {buttonOf(read)}
          </Button>
        </DialogFooter>
      </Stack>
    </form>
  )
}

function buttonOf(read: ReturnType<typeof readLink>): string {
  if (read.kind !== 'session') return t({ message: 'Open', context: 'verb' })
  return read.request.action === 'auth' ? t`Log in…` : t`Sign…`
}

interface ResultProps {
  readonly session: PlatformSession
  readonly refusals: ReturnType<typeof useAnswer>['refusals']
  readonly sending: boolean
  readonly onResend: () => void
  readonly onClose: () => void
}

/** What the platform did with the answer. */
function Result({ session, refusals, sending, onResend, onClose }: ResultProps) {
  const { tone, word, meaning } = sessionWords(session)
  const error = errorWords(session)
  const Icon = tone === 'ok' ? IconCircleCheck : IconAlertTriangle
  // What had the focus is gone.
  const done = useFocusOnMount<HTMLButtonElement>()
  return (
    <Stack gap="lg">
      <Alert
        color="gray"
        role={tone === 'ok' ? 'status' : 'alert'}
        title={word}
        icon={<Icon size={16} />}
      >
        {meaning} {error}
      </Alert>
      {tone !== 'ok' && session.response && (
        <dl className={classes.facts}>
          <dt>
            <Trans>Platform answered</Trans>
          </dt>
          <dd className={classes.exact}>{session.response}</dd>
        </dl>
      )}
      <RefusalAlert title={t`It was not sent`} refusals={refusals} />
      <DialogFooter>
        {session.state === 'undelivered' && (
          <Button variant="default" loading={sending} onClick={onResend}>
            <Trans>Send again</Trans>
          </Button>
        )}
        <Button ref={done} onClick={onClose}>
          <Trans>Done</Trans>
        </Button>
      </DialogFooter>
    </Stack>
  )
}
