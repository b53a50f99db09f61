import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconCloudUpload, IconFolder, IconShieldOff } from '@tabler/icons-react'
import { ToneBox } from '../../components/tone-box.tsx'
import classes from './backups.module.css'
import type { PlaceDraft } from './place-draft.ts'
import { useFolderChoice } from './use-folder-choice.ts'

interface NoBackupsProps {
  /** Goes on with what is known of the place. */
  readonly onChoose: (part: Partial<PlaceDraft>) => void
}

/** While nothing is planned: the two kinds of places to begin with. */
export function NoBackups({ onChoose }: NoBackupsProps) {
  const { failure, choose } = useFolderChoice((folder) => onChoose({ kind: 'folder', folder }))
  return (
    <ToneBox
      tone="plain"
      icon={<IconShieldOff size={20} stroke={1.75} />}
      below={
        <>
          <div className={classes.actions}>
            <Button leftSection={<IconFolder size={16} />} onClick={() => void choose()}>
              <Trans>Back up to a folder or drive…</Trans>
            </Button>
            <Button
              variant="default"
              leftSection={<IconCloudUpload size={16} />}
              onClick={() => onChoose({ kind: 's3' })}
            >
              <Trans>S3-compatible storage…</Trans>
            </Button>
          </div>
          {failure !== null && <span role="alert">{failure}</span>}
        </>
      }
    >
      <div className={classes.words}>
        <strong>
          <Trans>Nothing is backed up yet</Trans>
        </strong>
        <span className={classes.more}>
          <Trans>
            Good places are a drive that you can put away, a folder that lies on another computer,
            and storage that speaks S3. What lies on this computer’s own disk is lost with it.
          </Trans>
        </span>
      </div>
    </ToneBox>
  )
}
