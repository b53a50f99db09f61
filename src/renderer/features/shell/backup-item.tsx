import { t } from '@lingui/core/macro'
import { IconAlertTriangle, IconCircleDashed } from '@tabler/icons-react'
import { Link } from 'react-router'
import { type BackupTrouble, troublesOf } from '../backups/backup-trouble.ts'
import { useBackups } from '../backups/use-backups.ts'
import { percentOf } from '../backups/words.ts'
import classes from './status-bar.module.css'
import { Item } from './status-item.tsx'

/** Backups that are in trouble or under way; nothing where all is well. */
export function BackupItem() {
  const { backups } = useBackups()
  if (!backups) return null
  const [trouble] = troublesOf(backups)
  const { running } = backups
  if (running === null && trouble === undefined) return null
  return (
    <Link to="/settings?section=backups" className={classes.link}>
      {running === null ? (
        <Item tone="warn" icon={<IconAlertTriangle size={14} />}>
          {trouble && troubleWords[trouble]}
        </Item>
      ) : (
        <Item tone="plain" icon={<IconCircleDashed size={14} className={classes.turning} />}>
          {runningText(running.work, percentOf(running))}
        </Item>
      )}
    </Link>
  )
}

const troubleWords: Readonly<Record<BackupTrouble, string>> = {
  'proof-failed': t`Backup not restorable`,
  stale: t`Backup out of date`,
}

function runningText(work: 'backup' | 'drill', percent: number | null): string {
  if (percent === null) return work === 'backup' ? t`Backing up…` : t`Proving the backup…`
  return work === 'backup' ? t`Backing up, ${percent} %` : t`Proving the backup, ${percent} %`
}
