import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { ShortId } from '../../components/short-id.tsx'
import { Section } from '../identity/section.tsx'
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
          {facts ? <ShortId id={facts.evaultId} what={t`vault id`} /> : unknown}
        </Fact>
        <Fact name={t`Keys kept in`}>{vault?.keychain.name}</Fact>
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
