import { useApolloClient } from '@apollo/client/react'
import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconChevronDown, IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { errorCause } from '../../graphql/error-cause.ts'
import type { ActivityPlace } from './activity-address.ts'
import { toCsv, toJson } from './export-log.ts'
import { exportRows, MOST_EXPORTED } from './export-rows.ts'
import { saveFile } from './save-file.ts'
import { counted } from './words.ts'

const kinds = {
  csv: { name: 'CSV, for spreadsheets', type: 'text/csv', write: toCsv },
  json: { name: 'JSON, for programs', type: 'application/json', write: toJson },
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
      saveFile(`evault-${place.log}.${kind}`, type, write(rows))
      if (isCut) tell(`Only the newest ${counted(MOST_EXPORTED, 'line')} were exported.`)
    } catch (error) {
      tell(`The log was not exported. ${errorCause(error)}`)
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
          Export
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

function tell(message: string): void {
  notifications.show({ message, color: 'gray', closeButtonProps: { 'aria-label': 'Dismiss' } })
}
