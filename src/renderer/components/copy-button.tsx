import { t } from '@lingui/core/macro'
import { ActionIcon, Button, Tooltip, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useCopy } from './use-copy.ts'

/**
 * What a button that copies is called: all of it ("Copy eName"), as languages decline nouns and
 * order words differently. `what`, a noun alone, is for those that are still to say all of it.
 */
export type CopyName = { readonly label: string } | { readonly what: string }

type CopyButtonProps = CopyName & { readonly text: string }

/** Copies a text. */
export function CopyButton({ text, ...name }: CopyButtonProps) {
  const { copied, copy } = useCopy()
  const label = copyLabel(name)
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
export function LabelledCopyButton({ text, ...name }: CopyButtonProps) {
  const { copied, copy } = useCopy()
  return (
    <Button
      variant="default"
      size="compact-sm"
      leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
      onClick={() => copy(text)}
    >
      {copied ? t`Copied` : copyLabel(name)}
      <Copied shown={copied} />
    </Button>
  )
}

export function copyLabel(name: CopyName): string {
  if ('label' in name) return name.label
  const { what } = name
  return t`Copy ${what}`
}

/** Tells those who cannot see the tick. */
export function Copied({ shown }: { shown: boolean }) {
  return <VisuallyHidden role="status">{shown ? t`Copied` : ''}</VisuallyHidden>
}
