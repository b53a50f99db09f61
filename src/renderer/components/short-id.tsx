import { t } from '@lingui/core/macro'
import { Tooltip, UnstyledButton } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { Copied } from './copy-button.tsx'
import classes from './short-id.module.css'
import { shortenId, shortenKey } from './shorten-id.ts'
import { useCopy } from './use-copy.ts'

/** An id, shortened in the middle; a click copies all of it. */
export function ShortId({ id, label }: { id: string; label: string }) {
  return <Shortened text={shortenId(id)} id={id} label={label} />
}

/** The same for an eName. */
export function ShortEName({ ename }: { ename: string }) {
  return <Shortened text={shortenId(ename)} id={ename} label={t`Copy eName`} />
}

/** The same for a public key in multibase. */
export function ShortKey({ publicKey }: { publicKey: string }) {
  return <Shortened text={shortenKey(publicKey)} id={publicKey} label={t`Copy public key`} />
}

function Shortened({ text, id, label }: { text: string; id: string; label: string }) {
  const { copied, copy } = useCopy()
  return (
    <Tooltip label={copied ? t`Copied` : id} multiline maw={480} className={classes.whole ?? ''}>
      <UnstyledButton className={classes.id} aria-label={`${label} ${id}`} onClick={() => copy(id)}>
        {text}
        {copied ? <IconCheck size={12} /> : <IconCopy size={12} className={classes.icon} />}
        <Copied shown={copied} />
      </UnstyledButton>
    </Tooltip>
  )
}
