import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMemo } from 'react'
import { LabelledCopyButton } from '../../components/copy-button.tsx'
import { JsonEditor } from '../../components/lazy-json-editor.tsx'
import { saveFile } from '../../components/save-file.ts'
import { indented } from './indented.ts'
import classes from './packet-text.module.css'

/** A longer packet is saved as a file to be looked at. */
const LONGEST_SHOWN = 200_000

/** A packet's JSON: indented to be read, and copied as it was sent. */
export function PacketText({ label, text }: { label: string; text: string }) {
  const shown = useMemo(() => indented(text), [text])
  const isShown = shown.length <= LONGEST_SHOWN
  return (
    <div className={classes.packet}>
      <Group gap="sm" justify="flex-end" className={classes.actions ?? ''}>
        {!isShown && (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconDownload size={14} />}
            onClick={() => saveFile('packet.json', [text], 'application/json')}
          >
            <Trans>Save as a file</Trans>
          </Button>
        )}
        <LabelledCopyButton text={text} label={t`Copy JSON`} />
      </Group>
      {isShown ? (
        <JsonEditor label={label} value={shown} minHeight="80px" maxHeight="320px" />
      ) : (
        <p className={classes.long}>
          <Trans>It is too long to be shown here.</Trans>
        </p>
      )}
    </div>
  )
}
