import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronRight } from '@tabler/icons-react'
import { type ReactNode, useId } from 'react'
import { canonicalJson } from '../../../w3id/canonical-json.ts'
import { LabelledCopyButton } from '../../components/copy-button.tsx'
import type { Statement } from './drawing.ts'
import classes from './signed-text.module.css'

/** More than a person reads, and about what the browser lays out at once. */
const LONGEST = 20_000

/** The text that a signature under this document covers, on demand. */
export function SignedText({ statement }: { statement: Statement }) {
  return (
    <OnDemand title={t`Exactly what is signed (canonical JSON)`}>
      {() => (
        <Text
          text={signedText(statement)}
          label={t`Canonical JSON`}
          copy={t`Copy canonical JSON`}
        />
      )}
    </OnDemand>
  )
}

interface DocumentJsonProps {
  readonly statement: Statement
  readonly signatures: readonly object[]
}

/** The document with its signatures as JSON, on demand. */
export function DocumentJson({ statement, signatures }: DocumentJsonProps) {
  const { subject, type, data } = statement
  return (
    <OnDemand title="JSON">
      {() => (
        <Text
          text={JSON.stringify({ subject, type, data, signatures: signatures.map(plain) }, null, 2)}
          label="JSON"
          copy={t`Copy JSON`}
        />
      )}
    </OnDemand>
  )
}

/** A signature as the protocol has it: the name of its type is the client's. */
function plain(signature: object): object {
  return Object.fromEntries(Object.entries(signature).filter(([name]) => name !== '__typename'))
}

function signedText({ subject, type, data }: Statement): string {
  try {
    return canonicalJson({ data, subject, type })
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Shut at first; what is in it is only made once it is opened. */
function OnDemand({ title, children }: { title: string; children: () => ReactNode }) {
  const [opened, { toggle }] = useDisclosure(false)
  const id = useId()
  return (
    <div className={classes.part}>
      <UnstyledButton
        className={classes.toggle}
        aria-expanded={opened}
        aria-controls={id}
        onClick={toggle}
      >
        <IconChevronRight size={16} aria-hidden="true" />
        {title}
      </UnstyledButton>
      <div id={id} hidden={!opened}>
        {opened && children()}
      </div>
    </div>
  )
}

function Text({ text, label, copy }: { text: string; label: string; copy: string }) {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys */}
      <section className={classes.text} aria-label={label} tabIndex={0}>
        {shown}
      </section>
      <div className={classes.copy}>
        {text.length > LONGEST && (
          <span>
            <Trans>Copying takes all of it.</Trans>
          </span>
        )}
        <LabelledCopyButton text={text} label={copy} />
      </div>
    </>
  )
}
