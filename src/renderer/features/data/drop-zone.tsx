import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { IconFileImport } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { tell } from '../../components/tell.tsx'
import { useDrop } from '../../components/use-drop.ts'
import classes from './drop-zone.module.css'
import { ImportDialog } from './import-dialog.tsx'
import { isImportedName } from './import-file.ts'
import { useBusy } from './use-busy.ts'
import { useDataAddress } from './use-data-address.ts'
import { useWritable } from './use-writable.ts'

interface DropZoneProps {
  readonly className: string | undefined
  readonly children: ReactNode
}

/** Takes a file that is dropped anywhere inside to the import, where records can be added. */
export function DropZone({ className, children }: DropZoneProps) {
  const { type, trash } = useDataAddress()
  const canImport = useWritable() && !trash
  const busy = useBusy()
  const [dropped, setDropped] = useState<File | null>(null)
  const take = (files: readonly File[]) => {
    const [file] = files
    const problem = busy ? t`Wait until the work in progress is done.` : problemOf(files)
    if (problem !== null) tell({ id: 'drop', title: t`This can’t be imported`, message: problem })
    else if (file) setDropped(file)
  }
  const { isOver, handlers } = useDrop(take)
  return (
    <div className={className} {...(canImport && handlers)}>
      {children}
      {canImport && isOver && (
        <div className={classes.overlay} role="status">
          <IconFileImport size={32} aria-hidden="true" />
          <Trans>Drop to import</Trans>
        </div>
      )}
      {dropped && <ImportDialog type={type} dropped={dropped} onClose={() => setDropped(null)} />}
    </div>
  )
}

function problemOf(files: readonly File[]): string | null {
  if (files.length > 1) return t`Drop one file at a time.`
  const isImported = files.every(({ name }) => isImportedName(name))
  return isImported ? null : t`JSON, NDJSON and CSV files can be dropped here.`
}
