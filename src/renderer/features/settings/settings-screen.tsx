import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Skeleton, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link, useSearchParams } from 'react-router'
import { ErrorNotice } from '../../components/notice.tsx'
import { BackupsSection } from '../backups/backups-section.tsx'
import { ExportSection } from '../export/export-section.tsx'
import { LockSection } from '../lock/lock-section.tsx'
import { MoveSection } from '../migration/move-section.tsx'
import { AboutSection } from './about-section.tsx'
import { DeveloperSection } from './developer-section.tsx'
import { GeneralSection } from './general-section.tsx'
import type { Settings } from './policies.ts'
import { PoliciesSection } from './policies-section.tsx'
import { RetentionSection } from './retention-section.tsx'
import { type SectionId, sections } from './sections.ts'
import classes from './settings-screen.module.css'
import { useSettings } from './use-settings.ts'

/** What the owner decides about the vault as a whole, a section at a time. */
export function SettingsScreen() {
  const [params] = useSearchParams()
  const selected = sections.find(({ id }) => id === params.get('section'))?.id ?? 'general'
  return (
    <div className={classes.screen}>
      <nav className={classes.nav} aria-label={t`Settings`}>
        <Title order={1} className={classes.heading ?? ''}>
          <Trans>Settings</Trans>
        </Title>
        {sections.map(({ id, name }) => (
          <Link
            key={id}
            to={{ search: `section=${id}` }}
            className={classes.entry}
            aria-current={id === selected ? 'page' : undefined}
          >
            {name}
          </Link>
        ))}
      </nav>
      <div className={classes.content} key={selected}>
        <div className={classes.column}>
          <SectionOf id={selected} />
        </div>
      </div>
    </div>
  )
}

function SectionOf({ id }: { id: SectionId }) {
  switch (id) {
    case 'general':
      return <GeneralSection />
    case 'lock':
      return <LockSection />
    case 'policies':
      return <WithSettings>{(settings) => <PoliciesSection settings={settings} />}</WithSettings>
    case 'retention':
      return <WithSettings>{(settings) => <RetentionSection settings={settings} />}</WithSettings>
    case 'backups':
      return <BackupsSection />
    case 'export':
      return <ExportSection />
    case 'move':
      return <MoveSection />
    case 'developer':
      return <DeveloperSection />
    case 'about':
      return <AboutSection />
  }
}

function WithSettings({ children }: { children: (settings: Settings) => ReactNode }) {
  const { settings, error, refetch } = useSettings()
  if (settings) return children(settings)
  if (error) {
    return (
      <ErrorNotice
        title={t`The settings could not be read`}
        error={error}
        onRetry={() => void refetch()}
      />
    )
  }
  return (
    <div className={classes.placeholder}>
      <Skeleton height={24} width={160} />
      <Skeleton height={128} />
      <Skeleton height={128} />
    </div>
  )
}
