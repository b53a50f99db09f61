import { Tooltip, UnstyledButton } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { Copied } from './copy-button.tsx'
import classes from './short-id.module.css'
import { shortenId } from './shorten-id.ts'
import { useCopy } from './use-copy.ts'

/** An id, shortened in the middle; a click copies all of it. */
export function ShortId({ id, what }: { id: string; what: string }) {
  const { copied, copy } = useCopy()
  return (
    <Tooltip label={copied ? 'Copied' : id}>
      <UnstyledButton
        className={classes.id}
        aria-label={`Copy ${what} ${id}`}
        onClick={() => copy(id)}
      >
        {shortenId(id)}
        {copied ? <IconCheck size={12} /> : <IconCopy size={12} className={classes.icon} />}
        <Copied shown={copied} />
      </UnstyledButton>
    </Tooltip>
  )
}
