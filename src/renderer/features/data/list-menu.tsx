import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconDownload, IconEye, IconFileImport } from '@tabler/icons-react'
import { useState } from 'react'
import { ExportDialog } from './export-dialog.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { filterInput } from './record-filter.ts'
import { useAddressAction } from './use-address-action.ts'
import { useBusy } from './use-busy.ts'
import { useDataAddress } from './use-data-address.ts'
import { useListedCount } from './use-listed-count.ts'
import { useWritable } from './use-writable.ts'
import { ViewAsDialog } from './view-as-dialog.tsx'

/** What is done with all that is listed, and with the vault's data as a whole. */
export function ListMenu() {
  const writable = useWritable()
  const { type, filter } = useDataAddress()
  const total = useListedCount()
  const busy = useBusy()
  const [dialog, setDialog] = useState<'export' | 'import' | 'view' | null>(null)
  const close = () => setDialog(null)
  useAddressAction('export', () => total !== 0 && !busy && setDialog('export'))
  useAddressAction('import', () => writable && !busy && setDialog('import'))
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon size={28} aria-label={t`More actions`}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconDownload size={16} />}
            disabled={!total || busy}
            onClick={() => setDialog('export')}
          >
            <Trans>Export what is listed…</Trans>
          </Menu.Item>
          <Menu.Item
            leftSection={<IconFileImport size={16} />}
            disabled={!writable || busy}
            onClick={() => setDialog('import')}
          >
            <Trans>Import a file…</Trans>
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconEye size={16} />} onClick={() => setDialog('view')}>
            <Trans>View as somebody else…</Trans>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === 'export' && (
        <ExportDialog
          count={total ?? 0}
          source={{ filter: filterInput(type, filter), total: total ?? null }}
          onClose={close}
        />
      )}
      {dialog === 'import' && <ImportDialog type={type} dropped={null} onClose={close} />}
      {dialog === 'view' && <ViewAsDialog onClose={close} />}
    </>
  )
}
