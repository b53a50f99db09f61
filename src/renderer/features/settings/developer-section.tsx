import { t } from '@lingui/core/macro'
import { Section } from '../../components/section.tsx'
import { ShortEName } from '../../components/short-id.tsx'
import { TryIt } from '../data/try-it.tsx'
import { useVault } from '../vault/vault-context.tsx'
import { Address, Fact, Facts } from './facts.tsx'
import { StorageSetting } from './storage-setting.tsx'

/** Where programs find the vault, how they talk to it, and when a change counts as saved. */
export function DeveloperSection() {
  const { lastReady: vault } = useVault()
  const portTaken = vault?.portTaken
  return (
    <>
      <Section title={t`Addresses`} hint={t`They answer to programs on this computer only.`}>
        <Facts>
          <Fact
            name={t`Vault`}
            {...(portTaken && { hint: t`Another program uses port ${portTaken}.` })}
          >
            {vault && <Address url={vault.localUrl} label={t`Copy vault address`} />}
          </Fact>
          <Fact name={t`Registry`}>
            {vault && <Address url={vault.registryUrl} label={t`Copy registry address`} />}
          </Fact>
          <Fact name="eName" hint={t`Goes into the header X-ENAME of each request.`}>
            {vault && <ShortEName ename={vault.ename} />}
          </Fact>
        </Facts>
      </Section>
      <Section
        title={t({ message: 'Reference', context: 'of the APIs' })}
        hint={t`The vault describes itself. Copy an address into a browser.`}
      >
        <Facts>
          <Fact
            name="GraphiQL"
            hint={t`Write queries and try them. As a request, the GraphQL API.`}
          >
            {vault && (
              <Address url={`${vault.localUrl}/graphql`} label={t`Copy GraphiQL address`} />
            )}
          </Fact>
          <Fact name={t`HTTP reference`} hint={t`Each route, with examples.`}>
            {vault && (
              <Address url={`${vault.localUrl}/docs`} label={t`Copy HTTP reference address`} />
            )}
          </Fact>
          <Fact name="OpenAPI" hint={t`The same for machines.`}>
            {vault && (
              <Address url={`${vault.localUrl}/openapi.json`} label={t`Copy OpenAPI address`} />
            )}
          </Fact>
        </Facts>
      </Section>
      <Section title={t`Storage`} hint={t`When a change counts as saved.`}>
        <StorageSetting />
      </Section>
      <Section
        title={t`Try it`}
        hint={t`Run this in a terminal: it writes a post into your vault, as an app would.`}
      >
        <TryIt />
      </Section>
    </>
  )
}
