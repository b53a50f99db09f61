import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { saveFile } from '../../components/save-file.ts'
import classes from './fields-panel.module.css'
import { sizeText } from './value-text.ts'

/** About what the browser lays out at once. */
const PART = 20_000

/** A value too large to be shown unasked: its size, its text a part at a time, and as a file. */
export function LargeValue({ name, value }: { name: string; value: unknown }) {
  const [part, setPart] = useState<number | null>(null)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const parts = Math.ceil(text.length / PART)
  const current = (part ?? 0) + 1
  const isText = typeof value === 'string'
  return (
    <>
      <Group gap="sm">
        <span className={classes.muted}>{sizeText(text)}</span>
        <Button
          variant="default"
          size="compact-sm"
          aria-expanded={part !== null}
          onClick={() => setPart(part === null ? 0 : null)}
        >
          {part === null ? t`Show` : t`Hide`}
        </Button>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconDownload size={14} />}
          onClick={() => saveFile(`${name}.${isText ? 'txt' : 'json'}`, [text], 'text/plain')}
        >
          <Trans>Export value</Trans>
        </Button>
      </Group>
      {part !== null && (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it */}
          <section className={classes.part} aria-label={name} tabIndex={0}>
            {text.slice(part * PART, (part + 1) * PART)}
          </section>
          <Group gap="sm">
            <Button
              variant="default"
              size="compact-sm"
              disabled={part === 0}
              onClick={() => setPart(part - 1)}
            >
              <Trans>Earlier</Trans>
            </Button>
            <span className={classes.muted}>
              <Trans>
                Part {current} of {parts}
              </Trans>
            </span>
            <Button
              variant="default"
              size="compact-sm"
              disabled={part >= parts - 1}
              onClick={() => setPart(part + 1)}
            >
              <Trans>Later</Trans>
            </Button>
          </Group>
        </>
      )}
    </>
  )
}
