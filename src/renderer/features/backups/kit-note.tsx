import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Link } from 'react-router'
import { ToneBox } from '../../components/tone-box.tsx'
import { useKit } from '../identity/use-kit.ts'
import classes from './backups.module.css'
import type { BackupPlan } from './use-backups.ts'

/** Says what the backups are worth while no recovery kit opens them; nothing where one does. */
export function KitNote({ plan }: { plan: BackupPlan | null }) {
  const { kit } = useKit()
  if (kit === null || (kit.savedAt !== null && kit.opensRecords)) return null
  return (
    <ToneBox
      tone="warn"
      icon={<IconAlertTriangle size={20} />}
      action={
        <Link to="/identity#kit" className={classes.link}>
          <Trans>Save a kit</Trans>
        </Link>
      }
    >
      <div className={classes.words}>
        <strong>
          {kit.savedAt === null
            ? t`You have no recovery kit yet`
            : t`Your recovery kit is from before your vault was encrypted`}
        </strong>
        <span className={classes.more}>
          {plan?.hasPassphrase
            ? t`If this computer is lost, your backups open with their passphrase only. Save a kit, which opens them, too.`
            : t`If this computer is lost, a backup can’t be opened without the kit: nobody can, not even with the drive in their hands. A passphrase, chosen when backups are begun, opens them, too.`}
        </span>
      </div>
    </ToneBox>
  )
}
