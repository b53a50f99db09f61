import { useMutation } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Avatar } from '../../components/avatar.tsx'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import { ShortEName } from '../../components/short-id.tsx'
import { shortenId } from '../../components/shorten-id.ts'
import { tellChange } from '../../components/tell.tsx'
import { Time } from '../../components/time.tsx'
import { useChange } from '../../components/use-change.ts'
import { ApproveRecoveryDocument } from '../../graphql/documents.generated.ts'
import { useVault } from '../vault/vault-context.tsx'
import { DeclineDialog } from './decline-dialog.tsx'
import { Fingerprints } from './fingerprint.tsx'
import classes from './requests-section.module.css'
import { afterRecoveryChange, type RecoveryRequest } from './use-recovery.ts'

interface RequestCardProps {
  readonly request: RecoveryRequest
  readonly keyless: boolean
  readonly onAnswered: () => void
}

/** A request that waits for the owner: who asks, what to compare, and how. */
export function RequestCard({ request, keyless, onAnswered }: RequestCardProps) {
  const { writable } = useVault()
  const [declining, refusal] = useDisclosure(false)
  const { approve, refusals, sending } = useApproval(request, onAnswered)
  const { asker } = request
  return (
    <article className={classes.card} aria-label={t`Request of ${asker}`}>
      <Asker request={request} />
      <div className={classes.compare}>
        <p>
          <Trans>
            <strong>Call them, at a number you had before this request.</strong> Let them read out
            what their window shows. It has to be the same as here:
          </Trans>
        </p>
        <Fingerprints fingerprints={request.fingerprints} />
        <p>
          <Trans>
            If they know of no request, or read out something else, somebody else is asking:
            decline.
          </Trans>
        </p>
      </div>
      <RefusalAlert title={t`You have not approved it`} refusals={refusals} />
      <div className={classes.actions}>
        <span className={classes.note} role="status">
          {keyless && t`To approve you need a key, and none is on this computer.`}
          {!keyless &&
            (sending
              ? t`Waiting for your answer in the window that asks once more…`
              : t`eVault asks you once more in a window of your system.`)}
        </span>
        <Button
          variant="default"
          disabled={!writable || sending}
          aria-label={t`Decline the request of ${asker}…`}
          onClick={refusal.open}
        >
          <Trans>Decline…</Trans>
        </Button>
        <Button
          variant="default"
          loading={sending}
          disabled={!writable || keyless}
          aria-label={t`Approve the request of ${asker}…`}
          onClick={() => void approve()}
        >
          <Trans>They are the same: approve…</Trans>
        </Button>
      </div>
      <DeclineDialog
        request={request}
        opened={declining}
        onClose={refusal.close}
        onAnswered={onAnswered}
      />
    </article>
  )
}

function Asker({ request: { asker, receivedAt } }: { request: RecoveryRequest }) {
  return (
    <div className={classes.asker}>
      <Avatar ename={asker} size={40} />
      <div className={classes.words}>
        <strong>
          <Trans>Somebody asks you to approve new keys</Trans>
        </strong>
        <span className={classes.who}>
          <ShortEName ename={asker} />
          <span>
            <Trans>
              asked <Time value={receivedAt} />
            </Trans>
          </span>
        </span>
      </div>
    </div>
  )
}

function useApproval({ id, asker }: RecoveryRequest, onAnswered: () => void) {
  const [send] = useMutation(ApproveRecoveryDocument, afterRecoveryChange)
  const { change, refusals, sending } = useChange()
  const approve = async () => {
    if (await change(() => send({ variables: { id } }))) return
    onAnswered()
    const name = shortenId(asker)
    tellChange(t`You approved new keys for ${name}`, t`You can take it back while they wait.`)
  }
  return { approve, refusals, sending }
}
