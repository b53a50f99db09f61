import { t } from '@lingui/core/macro'
import { Section } from '../../components/section.tsx'
import { DesktopSwitches } from './general-desktop.tsx'
import { LanguageSetting } from './language-setting.tsx'
import { RegistrySetting } from './registry-setting.tsx'
import { VaultName } from './vault-name.tsx'

/** What the vault is called, what the app speaks, who makes it findable, and how it behaves. */
export function GeneralSection() {
  return (
    <>
      <Section title={t`Name`} hint={t`What you call this vault. Only you see it.`}>
        <VaultName />
      </Section>
      <Section
        title={t`Language`}
        hint={t`What the app is written in, and how it writes dates and numbers.`}
      >
        <LanguageSetting />
      </Section>
      <Section
        title={t`Registry`}
        hint={t`It tells apps and people which vault belongs to your eName, and confirms its key.`}
      >
        <RegistrySetting />
      </Section>
      <Section
        title={t`This computer`}
        hint={t`What the app does when you log in, and while its window is closed.`}
      >
        <DesktopSwitches />
      </Section>
    </>
  )
}
