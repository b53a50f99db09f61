import { useApolloClient } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useRef, useState } from 'react'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import { Section } from '../../components/section.tsx'
import { tellChange } from '../../components/tell.tsx'
import { useChange } from '../../components/use-change.ts'
import {
  DeliveryPlatformsDocument,
  MakeDeliverySecretDocument,
  RemoveDeliverySecretDocument,
} from '../../graphql/documents.generated.ts'
import { useVault } from '../vault/vault-context.tsx'
import { type DeliveryPlatform, platformTitle } from './platform-health.ts'
import { SecretDialog } from './secret-dialog.tsx'

/** By what a platform can tell that a packet comes from this vault. */
export function SecretSetting({ platform }: { platform: DeliveryPlatform }) {
  const { platform: name, settings } = platform
  const [secret, setSecret] = useState<string | null>(null)
  /** Takes the focus when the button that had it is gone. */
  const heading = useRef<HTMLHeadingElement>(null)
  const toHeading = () => heading.current?.focus()
  const close = () => {
    setSecret(null)
    toHeading()
  }
  const title = platformTitle(name)
  return (
    <Section
      heading={heading}
      title={t`Signing secret`}
      hint={
        settings.hasSecret
          ? t`Packets are signed, so ${title} can tell that they come from your vault.`
          : t`With a secret that only you and ${title} know, packets are signed, and it can tell that they come from your vault.`
      }
    >
      {settings.hasSecret ? (
        <Group gap="sm">
          <Replacing platform={name} onMade={setSecret} />
          <Removing platform={name} onRemoved={toHeading} />
        </Group>
      ) : (
        <Making platform={name} onMade={setSecret} />
      )}
      <SecretDialog title={title} secret={secret} onClose={close} />
    </Section>
  )
}

interface MakingProps {
  readonly platform: string
  readonly onMade: (secret: string) => void
}

function Making({ platform, onMade }: MakingProps) {
  const { writable } = useVault()
  const { make, refusals, sending } = useMaking(platform, onMade)
  return (
    <>
      <RefusalAlert title={t`No secret was made`} refusals={refusals} />
      <Group gap="sm">
        <Button {...look} disabled={!writable} loading={sending} onClick={() => void make()}>
          <Trans>Make a secret</Trans>
        </Button>
      </Group>
    </>
  )
}

function Replacing({ platform, onMade }: MakingProps) {
  const { writable } = useVault()
  const [opened, { open, close }] = useDisclosure(false)
  const making = useMaking(platform, (secret) => {
    close()
    onMade(secret)
  })
  const title = platformTitle(platform)
  return (
    <>
      <Button {...look} disabled={!writable} onClick={open}>
        <Trans>Make a new one…</Trans>
      </Button>
      <ConfirmDialog
        opened={opened}
        title={t`Make a new secret for ${title}?`}
        confirm={t`Make a new one`}
        refusedTitle={t`No secret was made`}
        change={making}
        onConfirm={() => void making.make()}
        onClose={close}
      >
        <Text>
          <Trans>
            The secret it has now stops working at once. Until {title} has the new one, it may
            refuse what it is sent.
          </Trans>
        </Text>
      </ConfirmDialog>
    </>
  )
}

function Removing(props: { platform: string; onRemoved: () => void }) {
  const { platform, onRemoved } = props
  const { writable } = useVault()
  const [opened, { open, close }] = useDisclosure(false)
  const removal = useRemoval(platform, () => {
    close()
    onRemoved()
  })
  const title = platformTitle(platform)
  return (
    <>
      <Button {...look} variant="subtle" color="gray" disabled={!writable} onClick={open}>
        <Trans>Remove…</Trans>
      </Button>
      <ConfirmDialog
        opened={opened}
        title={t`Remove the secret of ${title}?`}
        confirm={t({ message: 'Remove', context: 'verb' })}
        destructive
        refusedTitle={t`The secret was not removed`}
        change={removal}
        onConfirm={() => void removal.remove()}
        onClose={close}
      >
        <Text>
          <Trans>
            Packets are not signed any more. If {title} insists on signatures, it refuses them. The
            secret can’t be brought back, only a new one made.
          </Trans>
        </Text>
      </ConfirmDialog>
    </>
  )
}

const look = { variant: 'default', size: 'compact-md' } as const

function useMaking(platform: string, onMade: (secret: string) => void) {
  const client = useApolloClient()
  const { change, ...state } = useChange()
  const make = async () => {
    let made: string | null = null
    const refused = await change(async () => {
      // The window keeps it nowhere but where it is shown.
      const { data } = await client.mutate({
        mutation: MakeDeliverySecretDocument,
        variables: { platform },
        fetchPolicy: 'no-cache',
      })
      made = data?.change.secret ?? null
      return { data }
    })
    if (refused || made === null) return
    onMade(made)
    await client.refetchQueries({ include: [DeliveryPlatformsDocument] }).catch(() => null)
  }
  return { make, ...state }
}

function useRemoval(platform: string, onRemoved: () => void) {
  const client = useApolloClient()
  const { change, ...state } = useChange()
  const remove = async () => {
    const mutation = { mutation: RemoveDeliverySecretDocument, variables: { platform } }
    if (await change(() => client.mutate(mutation))) return
    onRemoved()
    tellChange(t`The secret is removed`, t`Packets are not signed any more.`)
  }
  return { remove, ...state }
}
