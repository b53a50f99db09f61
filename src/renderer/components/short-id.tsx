import { t } from '@lingui/core/macro'
import { Tooltip, UnstyledButton } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { Copied } from './copy-button.tsx'
import classes from './short-id.module.css'
import { shortenId, shortenKey } from './shorten-id.ts'
import { useCopy } from './use-copy.ts'

/** An id, shortened in the middle; a click copies all of it. `what` names it: "eName". */
export function ShortId({ id, what }: { id: string; what: string }) {
  return <Shortened text={shortenId(id)} id={id} what={what} />
}

/** The same for a public key in multibase. */
export function ShortKey({ publicKey }: { publicKey: string }) {
  return (
    <Shortened
      text={shortenKey(publicKey)}
      id={publicKey}
      what={t({ message: 'public key', context: 'to copy' })}
    />
  )
}

function Shortened({ text, id, what }: { text: string; id: string; what: string }) {
  const { copied, copy } = useCopy()
  return (
    <Tooltip label={copied ? t`Copied` : id} multiline maw={480} className={classes.whole ?? ''}>
      <UnstyledButton
        className={classes.id}
        aria-label={t`Copy ${what} ${id}`}
        onClick={() => copy(id)}
      >
        {text}
        {copied ? <IconCheck size={12} /> : <IconCopy size={12} className={classes.icon} />}
        <Copied shown={copied} />
      </UnstyledButton>
    </Tooltip>
  )
}
