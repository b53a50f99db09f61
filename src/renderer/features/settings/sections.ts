import { t } from '@lingui/core/macro'

/** The sections of the Settings screen, in their order; `id` is in the address. */
export const sections = [
  { id: 'general', name: t`General` },
  { id: 'lock', name: t`Lock` },
  { id: 'policies', name: t`Policies` },
  { id: 'retention', name: t`Retention` },
  { id: 'backups', name: t`Backups` },
  { id: 'export', name: t`Export` },
  { id: 'move', name: t`Move` },
  { id: 'developer', name: t`Developer` },
  { id: 'about', name: t`About` },
] as const

export type SectionId = (typeof sections)[number]['id']
