import { useApolloClient } from '@apollo/client/react'
import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { saveFile } from '../../components/save-file.ts'
import { tell, tellFailure } from '../../components/tell.tsx'
import type { ActivityPlace } from './activity-address.ts'
import { toCsv, toJson } from './export-log.ts'
import { exportRows, MOST_EXPORTED } from './export-rows.ts'

const kinds = {
  csv: { name: t`CSV, for spreadsheets`, type: 'text/csv', write: toCsv },
  json: { name: t`JSON, for programs`, type: 'application/json', write: toJson },
} as const

/** Saves what the filters show, all of it, as a file. */
export function ExportMenu({ place }: { place: ActivityPlace }) {
  const client = useApolloClient()
  const [working, setWorking] = useState(false)
  const save = async (kind: keyof typeof kinds) => {
    setWorking(true)
    try {
      const { rows, isCut } = await exportRows(client, place)
      const { type, write } = kinds[kind]
      saveFile(`evault-${place.log}.${kind}`, [write(rows)], type)
      if (isCut) tellCut()
    } catch (error) {
      tellFailure(t`The log was not exported`, error)
    }
    setWorking(false)
  }
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button
          variant="default"
          size="compact-md"
          loading={working}
          leftSection={<IconDownload size={16} />}
          rightSection={<IconChevronDown size={14} />}
        >
          <Trans context="verb">Export</Trans>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(['csv', 'json'] as const).map((kind) => (
          <Menu.Item key={kind} onClick={() => void save(kind)}>
            {kinds[kind].name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function tellCut(): void {
  const message = plural(MOST_EXPORTED, {
    one: 'Only the newest line was exported.',
    other: 'Only the newest # lines were exported.',
  })
  tell({ id: 'log-cut', message })
}
