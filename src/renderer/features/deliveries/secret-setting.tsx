import { useApolloClient } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
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
  const { writable } = useVault()
  const { platform: name, settings } = platform
  const [secret, setSecret] = useState<string | null>(null)
  const [isReplacing, replacing] = useDisclosure(false)
  const [isRemoving, removing] = useDisclosure(false)
  const making = useMaking(name, (made) => {
    replacing.close()
    setSecret(made)
  })
  const removal = useRemoval(name, removing.close)
  const common = { variant: 'default', size: 'compact-md', disabled: !writable } as const
  const title = platformTitle(name)
  return (
    <Section
      title={t`Signing secret`}
      hint={
        settings.hasSecret
          ? t`Packets are signed, so ${title} can tell that they come from your vault.`
          : t`With a secret that only you and ${title} know, packets are signed, and it can tell that they come from your vault.`
      }
    >
      {!isReplacing && <RefusalAlert title={t`No secret was made`} refusals={making.refusals} />}
      {settings.hasSecret ? (
        <Group gap="sm">
          <Button {...common} onClick={replacing.open}>
            <Trans>Make a new one…</Trans>
          </Button>
          <Button {...common} variant="subtle" color="gray" onClick={removing.open}>
            <Trans>Remove…</Trans>
          </Button>
        </Group>
      ) : (
        <Group gap="sm">
          <Button {...common} loading={making.sending} onClick={() => void making.make()}>
            <Trans>Make a secret</Trans>
          </Button>
        </Group>
      )}
      <ConfirmDialog
        opened={isReplacing}
        title={t`Make a new secret for ${title}?`}
        confirm={t`Make a new one`}
        refusedTitle={t`No secret was made`}
        change={making}
        onConfirm={() => void making.make()}
        onClose={replacing.close}
      >
        <Text>
          <Trans>
            The secret it has now stops working at once. Until {title} has the new one, it may
            refuse what it is sent.
          </Trans>
        </Text>
      </ConfirmDialog>
      <ConfirmDialog
        opened={isRemoving}
        title={t`Remove the secret of ${title}?`}
        confirm={t({ message: 'Remove', context: 'verb' })}
        destructive
        refusedTitle={t`The secret was not removed`}
        change={removal}
        onConfirm={() => void removal.remove()}
        onClose={removing.close}
      >
        <Text>
          <Trans>
            Packets are not signed any more. If {title} insists on signatures, it refuses them. The
            secret can’t be brought back, only a new one made.
          </Trans>
        </Text>
      </ConfirmDialog>
      <SecretDialog title={title} secret={secret} onClose={() => setSecret(null)} />
    </Section>
  )
}

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
