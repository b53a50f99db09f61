import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Modal, Skeleton, UnstyledButton } from '@mantine/core'
import { IconDownload, IconFile } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { saveFile } from '../../components/save-file.ts'
import { errorCause } from '../../graphql/error-cause.ts'
import { useDataAddress } from '../data/use-data-address.ts'
import fieldClasses from './fields-panel.module.css'
import { fileSizeText, isPictureType, mediaType } from './file-text.ts'
import type { Payload } from './payload.ts'
import classes from './stored-file.module.css'
import { type ReadFile, type StoredFileId, usePicture, useReadFile } from './use-stored-file.ts'

/** Larger ones are not read unasked. */
const LARGEST_SHOWN = 10_000_000

/** A file of the own vault: what it is, the picture where it is one, and a copy of it. */
export function StoredFile({ file, payload }: { file: StoredFileId; payload: Payload }) {
  const { hrefOf } = useDataAddress()
  const read = useReadFile(file)
  const { filename, contentType, size } = payload
  const name = typeof filename === 'string' ? filename : t`A file without a name`
  const type = typeof contentType === 'string' ? contentType : ''
  const bytes = typeof size === 'number' ? size : null
  const facts = [mediaType(type), bytes !== null && fileSizeText(bytes)].filter(Boolean).join(', ')
  const isShown = isPictureType(type) && (bytes ?? 0) <= LARGEST_SHOWN
  return (
    <>
      {isShown && <StoredPicture name={name} read={read} />}
      <div className={classes.file}>
        <Link className={fieldClasses.reference} to={hrefOf({ record: file.id })}>
          <IconFile size={14} aria-hidden="true" />
          <bdi className={fieldClasses.target}>{name}</bdi>
        </Link>
        <span className={classes.facts}>{facts}</span>
        <SaveCopy name={name} read={read} />
      </div>
    </>
  )
}

function StoredPicture({ name, read }: { name: string; read: ReadFile }) {
  const picture = usePicture(read)
  const [isBroken, setBroken] = useState(false)
  const [opened, setOpened] = useState(false)
  if (picture.state === 'loading') {
    return <Skeleton height={120} width={160} role="status" aria-label={t`Loading ${name}`} />
  }
  if (picture.state === 'failed') {
    return <Failed cause={errorCause(picture.error)} onRetry={picture.retry} />
  }
  if (isBroken) return <span className={classes.facts}>{t`This picture can’t be shown.`}</span>
  const image = <img src={picture.src} alt={name} onError={() => setBroken(true)} />
  return (
    <>
      <UnstyledButton
        className={classes.picture}
        aria-label={t`Show ${name} at full size`}
        onClick={() => setOpened(true)}
      >
        {image}
      </UnstyledButton>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={<bdi>{name}</bdi>}
        size="auto"
        classNames={{ body: classes.full ?? '' }}
      >
        {image}
      </Modal>
    </>
  )
}

function Failed({ cause, onRetry }: { cause: string; onRetry: () => void }) {
  return (
    <div className={classes.file}>
      <span className={classes.failed} role="alert">
        <Trans>The picture could not be read. {cause}</Trans>
      </span>
      <Button variant="default" size="compact-sm" onClick={onRetry}>
        <Trans>Try again</Trans>
      </Button>
    </div>
  )
}

/** Reads the whole file when it is asked for, and has the system put it somewhere. */
function SaveCopy({ name, read }: { name: string; read: ReadFile }) {
  const [saving, setSaving] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const save = async () => {
    setSaving(true)
    setFailure(null)
    try {
      saveFile(name, [await read()], 'application/octet-stream')
    } catch (error) {
      setFailure(errorCause(error))
    }
    setSaving(false)
  }
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconDownload size={14} />}
        loading={saving}
        aria-label={t`Save a copy of ${name}…`}
        onClick={() => void save()}
      >
        <Trans>Save a copy…</Trans>
      </Button>
      {failure !== null && (
        <span className={classes.failed} role="alert">
          <Trans>The file could not be read. {failure}</Trans>
        </span>
      )}
    </>
  )
}
