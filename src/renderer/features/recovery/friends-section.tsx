import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconUsersGroup } from '@tabler/icons-react'
import { useRef } from 'react'
import { Section } from '../../components/section.tsx'
import type { Identity } from '../identity/use-identity.ts'
import { useVault } from '../vault/vault-context.tsx'
import { Friend, FriendList } from './friend.tsx'
import classes from './friends-section.module.css'
import { RemoveDialog } from './remove-dialog.tsx'
import { TrustDialog } from './trust-dialog.tsx'
import { useNotaries } from './use-recovery.ts'
import { ruleInShort, waitWords } from './words.ts'

type TrustList = NonNullable<Identity['trust']>

/** Who may approve together that this vault gets new keys, and how that is set. */
export function FriendsSection({ identity }: { identity: Identity }) {
  const { ename, trust, keyless } = identity
  const { writable } = useVault()
  const heading = useRef<HTMLHeadingElement>(null)
  const [editing, editor] = useDisclosure(false)
  const [removing, removal] = useDisclosure(false)
  const onChanged = () => heading.current?.focus()
  return (
    <Section
      title={t`Friends who can give you new keys`}
      hint={
        keyless
          ? t`To change who they are you need a key, and none is on this computer.`
          : t`When all your keys are lost, people you trust can approve new ones for you. They never see your records.`
      }
      heading={heading}
      action={
        trust && (
          <Group gap="sm">
            <Button
              variant="default"
              size="compact-md"
              aria-label={t`Remove all friends…`}
              disabled={!writable || keyless}
              onClick={removal.open}
            >
              <Trans>Remove all…</Trans>
            </Button>
            <Button
              variant="default"
              size="compact-md"
              aria-label={t`Edit friends…`}
              disabled={!writable || keyless}
              onClick={editor.open}
            >
              <Trans>Edit…</Trans>
            </Button>
          </Group>
        )
      }
    >
      {trust ? (
        <Chosen trust={trust} />
      ) : (
        <div className={classes.none}>
          <IconUsersGroup size={20} aria-hidden="true" />
          <div className={classes.words}>
            <strong>
              <Trans>You have chosen nobody yet</Trans>
            </strong>
            <span>
              <Trans>
                Three people who know your voice are a good start. They need a vault, too.
              </Trans>
            </span>
          </div>
          <Button
            size="compact-md"
            variant="default"
            disabled={!writable || keyless}
            onClick={editor.open}
          >
            <Trans>Choose friends…</Trans>
          </Button>
        </div>
      )}
      <TrustDialog
        opened={editing}
        ename={ename}
        trust={trust}
        onClose={editor.close}
        onSaved={onChanged}
      />
      <RemoveDialog opened={removing} onClose={removal.close} onRemoved={onChanged} />
    </Section>
  )
}

function Chosen({ trust: { trusted, threshold, waitSeconds } }: { trust: TrustList }) {
  const { notaries } = useNotaries()
  const wait = waitWords(waitSeconds)
  const nameOf = (ename: string) => notaries?.find((notary) => notary.ename === ename)?.name
  return (
    <>
      <FriendList label={t`Friends`}>
        {trusted.map((ename) => (
          <Friend key={ename} ename={ename} name={nameOf(ename)} />
        ))}
      </FriendList>
      <p className={classes.rule}>
        {ruleInShort(trusted.length, threshold)}.{' '}
        {waitSeconds === 0
          ? t`New keys come at once: you have no time to stop it.`
          : t`New keys come after ${wait}, in which you can stop it.`}
      </p>
    </>
  )
}
