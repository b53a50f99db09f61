import { ShortId } from '../../components/short-id.tsx'
import { TryIt } from '../data/try-it.tsx'
import { Section } from '../identity/section.tsx'
import { useVault } from '../vault/vault-context.tsx'
import { Address, Fact, Facts } from './facts.tsx'

/** Where programs find the vault, and how they talk to it. */
export function DeveloperSection() {
  const { lastReady: vault } = useVault()
  return (
    <>
      <Section title="Addresses" hint="They answer to programs on this computer only.">
        <Facts>
          <Fact
            name="Vault"
            {...(vault?.portTaken && { hint: `Another program uses port ${vault.portTaken}.` })}
          >
            {vault && <Address url={vault.localUrl} what="vault address" />}
          </Fact>
          <Fact name="Registry">
            {vault && <Address url={vault.registryUrl} what="registry address" />}
          </Fact>
          <Fact name="eName" hint="Goes into the header X-ENAME of each request.">
            {vault && <ShortId id={vault.ename} what="eName" />}
          </Fact>
        </Facts>
      </Section>
      <Section title="Reference" hint="The vault describes itself. Copy an address into a browser.">
        <Facts>
          <Fact name="GraphiQL" hint="Write queries and try them. As a request, the GraphQL API.">
            {vault && <Address url={`${vault.localUrl}/graphql`} what="GraphiQL address" />}
          </Fact>
          <Fact name="HTTP reference" hint="Each route, with examples.">
            {vault && <Address url={`${vault.localUrl}/docs`} what="HTTP reference address" />}
          </Fact>
          <Fact name="OpenAPI" hint="The same for machines.">
            {vault && <Address url={`${vault.localUrl}/openapi.json`} what="OpenAPI address" />}
          </Fact>
        </Facts>
      </Section>
      <Section
        title="Try it"
        hint="Run this in a terminal: it writes a post into your vault, as an app would."
      >
        <TryIt />
      </Section>
    </>
  )
}
