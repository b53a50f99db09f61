import { t } from '@lingui/core/macro'
import { ActionIcon, Button, Tooltip, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useCopy } from './use-copy.ts'

/** Copies a text. `what` names it in the language of the window: "Copy eName". */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const { copied, copy } = useCopy()
  return (
    <Tooltip label={copied ? t`Copied` : t`Copy ${what}`}>
      <ActionIcon aria-label={t`Copy ${what}`} onClick={() => copy(text)}>
        {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
        <Copied shown={copied} />
      </ActionIcon>
    </Tooltip>
  )
}

/** The same with its name written out. */
export function LabelledCopyButton({ text, what }: { text: string; what: string }) {
  const { copied, copy } = useCopy()
  return (
    <Button
      variant="default"
      size="compact-sm"
      leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
      onClick={() => copy(text)}
    >
      {copied ? t`Copied` : t`Copy ${what}`}
      <Copied shown={copied} />
    </Button>
  )
}

/** Tells those who cannot see the tick. */
export function Copied({ shown }: { shown: boolean }) {
  return <VisuallyHidden role="status">{shown ? t`Copied` : ''}</VisuallyHidden>
}
