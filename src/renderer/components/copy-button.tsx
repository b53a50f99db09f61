import { t } from '@lingui/core/macro'
import { ActionIcon, Button, Tooltip, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useCopy } from './use-copy.ts'

interface CopyButtonProps {
  readonly text: string
  /** All of what the button is called ("Copy eName"): languages order words differently. */
  readonly label: string
}

/** Copies a text. */
export function CopyButton({ text, label }: CopyButtonProps) {
  const { copied, copy } = useCopy()
  return (
    <Tooltip label={copied ? t`Copied` : label}>
      <ActionIcon aria-label={label} onClick={() => copy(text)}>
        {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
        <Copied shown={copied} />
      </ActionIcon>
    </Tooltip>
  )
}

/** The same with its name written out. */
export function LabelledCopyButton({ text, label }: CopyButtonProps) {
  const { copied, copy } = useCopy()
  return (
    <Button
      variant="default"
      size="compact-sm"
      leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
      onClick={() => copy(text)}
    >
      {copied ? t`Copied` : label}
      <Copied shown={copied} />
    </Button>
  )
}

/** Tells those who cannot see the tick. */
export function Copied({ shown }: { shown: boolean }) {
  return <VisuallyHidden role="status">{shown ? t`Copied` : ''}</VisuallyHidden>
}
