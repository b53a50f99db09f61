import { useApolloClient } from '@apollo/client/react'
import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconAlertTriangle, IconShieldCheck, IconShieldQuestion } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { Time } from '../../components/time.tsx'
import { LogIntegrityDocument, type LogIntegrityQuery } from '../../graphql/documents.generated.ts'
import { errorCause } from '../../graphql/error-cause.ts'
import classes from './integrity.module.css'

type Finding = LogIntegrityQuery['logIntegrity']
type State =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'failed'; readonly cause: string }
  | { readonly kind: 'found'; readonly finding: Finding; readonly at: number }

/** Whether the log of changes is what it was when it was written. */
export function Integrity() {
  const client = useApolloClient()
  const [state, setState] = useState<State>({ kind: 'unknown' })
  const [working, setWorking] = useState(false)
  const verify = async () => {
    setWorking(true)
    try {
      const { data } = await client.query({
        query: LogIntegrityDocument,
        fetchPolicy: 'network-only',
      })
      if (!data) throw new Error(t`The vault gave no answer.`)
      setState({ kind: 'found', finding: data.logIntegrity, at: Date.now() })
    } catch (error) {
      setState({ kind: 'failed', cause: errorCause(error) })
    }
    setWorking(false)
  }
  return (
    <section className={classes.integrity} aria-label={t`Integrity of the log`}>
      <div className={classes.result} role="status">
        <Result state={state} />
      </div>
      <Button
        variant="default"
        size="compact-sm"
        className={classes.verify ?? ''}
        loading={working}
        onClick={() => void verify()}
      >
        {state.kind === 'unknown' ? t`Verify the log` : t`Verify again`}
      </Button>
    </section>
  )
}

function Result({ state }: { state: State }) {
  if (state.kind === 'unknown') {
    return (
      <Words icon={<IconShieldQuestion size={20} />} title={t`Not verified yet`}>
        <Trans>Each change is chained to the one before and signed with your key.</Trans>
      </Words>
    )
  }
  if (state.kind === 'failed') {
    return (
      <Words tone="bad" icon={<IconAlertTriangle size={20} />} title={t`Could not be verified`}>
        {state.cause}
      </Words>
    )
  }
  return state.finding.whole ? <Whole {...state} /> : <Broken {...state} />
}

type Found = Extract<State, { kind: 'found' }>

function Broken({ finding: { brokenSequence, reason }, at }: Found) {
  const entry = brokenSequence === null ? '?' : i18n.number(brokenSequence)
  return (
    <Words tone="bad" icon={<IconAlertTriangle size={20} />} title={t`Broken at entry ${entry}`}>
      <Trans>
        {reason} What was before it holds; from there on the log proves nothing. Checked{' '}
        <Time value={at} />.
      </Trans>
    </Words>
  )
}

function Whole({ finding: { entries, signedSequence }, at }: Found) {
  const later = entries - signedSequence
  return (
    <Words tone="ok" icon={<IconShieldCheck size={20} />} title={t`The log is whole`}>
      <Plural
        value={entries}
        one="# change, none altered or missing."
        other="# changes, none altered or missing."
      />{' '}
      {later > 0 && (
        <>
          <Plural
            value={later}
            one="The last # awaits your key’s signature."
            other="The last # await your key’s signature."
          />{' '}
        </>
      )}
      <Trans>
        Checked <Time value={at} />.
      </Trans>
    </Words>
  )
}

interface WordsProps {
  readonly tone?: 'ok' | 'bad'
  readonly icon: ReactNode
  readonly title: string
  readonly children: ReactNode
}

function Words({ tone, icon, title, children }: WordsProps) {
  return (
    <div className={classes.words} data-tone={tone}>
      <span className={classes.icon} aria-hidden="true">
        {icon}
      </span>
      <div>
        <strong>{title}</strong>
        <p className={classes.text}>{children}</p>
      </div>
    </div>
  )
}
