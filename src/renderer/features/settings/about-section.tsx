import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group } from '@mantine/core'
import { IconFolderOpen } from '@tabler/icons-react'
import { useState } from 'react'
import { bridge } from '../../bridge.ts'
import { callFailure } from '../../call-failure.ts'
import { Section } from '../../components/section.tsx'
import { ShortId } from '../../components/short-id.tsx'
import { useVaultFacts } from '../vault/use-vault-facts.ts'
import { useVault } from '../vault/vault-context.tsx'
import { Fact, Facts } from './facts.tsx'

/** What runs here. */
export function AboutSection() {
  const { lastReady: vault } = useVault()
  const { facts, error } = useVaultFacts()
  const unknown = error && !facts ? t`Could not be read` : null
  return (
    <Section title="eVault Desktop" hint={t`Your personal eVault on your own computer.`}>
      <Facts>
        <Fact name={t`Version`}>{facts?.version ?? unknown}</Fact>
        <Fact name={t`Vault id`}>
          {facts ? <ShortId id={facts.evaultId} label={t`Copy vault id`} /> : unknown}
        </Fact>
        <Fact name={t`Keys kept in`}>{vault?.keychain.name}</Fact>
        <Fact
          name={t`Data folder`}
          hint={t`Everything in your vault. Look, but change nothing there while the app runs.`}
        >
          <OpenFolder />
        </Fact>
        <Fact
          name={t`Licences`}
          hint={t`It is made with open-source software, Electron, React and PGlite among it. Their licences are in the files beside the program.`}
        >
          <Trans>Open source</Trans>
        </Fact>
      </Facts>
    </Section>
  )
}

function OpenFolder() {
  const [failure, setFailure] = useState<string | null>(null)
  const open = () => {
    setFailure(null)
    bridge.call('vault:openFolder').catch((error: unknown) => setFailure(callFailure(error)))
  }
  return (
    <Group gap="sm">
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconFolderOpen size={14} />}
        onClick={open}
      >
        <Trans>Open data folder</Trans>
      </Button>
      {failure !== null && <span role="alert">{failure}</span>}
    </Group>
  )
}
