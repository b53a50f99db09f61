import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconKeyOff, IconLifebuoy, IconUsersGroup } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Callout } from '../../components/callout.tsx'
import type { Identity } from '../identity/use-identity.ts'
import { RestoreDialog } from '../vault/restore-dialog.tsx'
import { useVault } from '../vault/vault-context.tsx'
import { AskDialog } from './ask-dialog.tsx'
import classes from './keyless-card.module.css'
import { endedSentences } from './progress.ts'
import type { OwnRecovery } from './use-recovery.ts'
import { waitWords } from './words.ts'

interface KeylessCardProps {
  readonly identity: Identity
  /** The one that was asked for last; none is pending. */
  readonly recovery: OwnRecovery | null | undefined
  readonly onAsked: () => void
}

/** Stands before everything else while the vault has no keys: the two ways to have some again. */
export function KeylessCard({ identity, recovery, onAsked }: KeylessCardProps) {
  const { writable } = useVault()
  const [restoring, restoration] = useDisclosure(false)
  const [asking, question] = useDisclosure(false)
  const { trust, keychain } = identity
  const ended = recovery && endedSentences[recovery.state]
  return (
    <Callout
      tone="warn"
      icon={<IconKeyOff size={20} />}
      title={t`No key of this vault is on this computer`}
    >
      <p>
        <Trans>
          Your keychain ({keychain}) does not hold them. You can read your records, but nothing can
          be signed in your name until you have keys again. Nothing of your vault is lost.
        </Trans>
      </p>
      {ended && <p>{ended}</p>}
      <div className={classes.ways}>
        <Way
          icon={<IconLifebuoy size={20} />}
          title={t`With your recovery kit`}
          text={t`The file and your twelve words bring your keys back at once.`}
          action={
            <Button variant="filled" onClick={restoration.open}>
              <Trans>Restore from recovery kit…</Trans>
            </Button>
          }
        />
        <Way
          icon={<IconUsersGroup size={20} />}
          title={t`With your friends`}
          text={
            trust
              ? `${friendsText(trust)} ${t`They give you keys to sign with; what opens your records is in your keychain and your kit alone.`}`
              : t`You had chosen nobody while you had your keys.`
          }
          action={
            <Button variant="default" disabled={!writable || !trust} onClick={question.open}>
              <Trans>Ask your friends for new keys…</Trans>
            </Button>
          }
        />
      </div>
      <RestoreDialog opened={restoring} onClose={restoration.close} />
      {trust && (
        <AskDialog trust={trust} opened={asking} onClose={question.close} onAsked={onAsked} />
      )}
    </Callout>
  )
}

function Way(props: { icon: ReactNode; title: string; text: string; action: ReactNode }) {
  return (
    <div className={classes.way}>
      <h3 className={classes.title}>
        {props.icon}
        {props.title}
      </h3>
      <p className={classes.text}>{props.text}</p>
      {props.action}
    </div>
  )
}

function friendsText({ trusted, threshold, waitSeconds }: NonNullable<Identity['trust']>): string {
  const count = trusted.length
  const wait = waitWords(waitSeconds)
  if (threshold < count) {
    return waitSeconds === 0
      ? plural(count, { other: `${threshold} of your # friends have to approve new keys.` })
      : plural(count, {
          other: `${threshold} of your # friends have to approve; new keys come after ${wait}.`,
        })
  }
  return waitSeconds === 0
    ? plural(count, {
        one: 'The friend you chose has to approve new keys.',
        other: 'All # friends have to approve new keys.',
      })
    : plural(count, {
        one: `The friend you chose has to approve; new keys come after ${wait}.`,
        other: `All # friends have to approve; new keys come after ${wait}.`,
      })
}
