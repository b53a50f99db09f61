import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDeviceMobilePlus } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { Section } from '../../components/section.tsx'
import { useVault } from '../vault/vault-context.tsx'
import { AddDeviceDialog } from './add-device-dialog.tsx'
import type { IdentityKey } from './device-key.ts'
import { EarlierKeys } from './earlier-keys.tsx'
import { KeyRow } from './key-row.tsx'
import classes from './keys-section.module.css'
import { RenewDialog } from './renew-dialog.tsx'
import { RevokeDialog } from './revoke-dialog.tsx'
import type { Identity } from './use-identity.ts'

/** The keys that speak for the eName, and those that did. */
export function KeysSection({ identity }: { identity: Identity }) {
  const { writable } = useVault()
  const heading = useRef<HTMLHeadingElement>(null)
  const [adding, addition] = useDisclosure(false)
  const [renewing, renewal] = useDisclosure(false)
  const [revoking, revocation] = useDisclosure(false)
  const [toRevoke, setToRevoke] = useState<IdentityKey | null>(null)
  const current = identity.keys.filter(({ state }) => state === 'current')
  return (
    <Section
      title={t`Keys`}
      hint={
        identity.keyless
          ? t`None of these is on this computer, so nothing can be renewed or added here.`
          : t`These speak for you now. Each device has a key of its own.`
      }
      heading={heading}
      action={
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconDeviceMobilePlus size={16} />}
          disabled={!writable || identity.keyless}
          onClick={addition.open}
        >
          <Trans>Add a device…</Trans>
        </Button>
      }
    >
      <ul className={classes.keys}>
        {current.map((key) => (
          <KeyRow
            key={key.publicKey}
            identityKey={key}
            keychain={{ name: identity.keychain, weak: identity.keychainWeak }}
            onRenew={renewal.open}
            onRevoke={() => {
              setToRevoke(key)
              revocation.open()
            }}
          />
        ))}
      </ul>
      <EarlierKeys keys={identity.keys.filter(({ state }) => state !== 'current')} />
      <AddDeviceDialog opened={adding} known={identity.keys} onClose={addition.close} />
      <RenewDialog opened={renewing} onClose={renewal.close} />
      <RevokeDialog
        identityKey={toRevoke}
        opened={revoking}
        onClose={revocation.close}
        onRevoked={() => heading.current?.focus()}
      />
    </Section>
  )
}
