import { Section } from '../identity/section.tsx'
import { RegistrySetting } from './registry-setting.tsx'
import { VaultName } from './vault-name.tsx'

/** What the vault is called, and which registry makes it findable. */
export function GeneralSection() {
  return (
    <>
      <Section title="Name" hint="What you call this vault. Only you see it.">
        <VaultName />
      </Section>
      <Section
        title="Registry"
        hint="It tells apps and people which vault belongs to your eName, and confirms its key."
      >
        <RegistrySetting />
      </Section>
    </>
  )
}
