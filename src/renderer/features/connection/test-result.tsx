import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Group, Loader } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import type { ConnectionCause } from '../../../ipc/connection.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { causeWords } from './cause-words.ts'
import { ChangedHostKey } from './changed-host-key.tsx'
import { TestedServerKey } from './server-key.tsx'
import classes from './test-result.module.css'
import type { WayTest } from './use-way-test.ts'
import type { WayDraft } from './way-draft.ts'

interface TestResultProps {
  readonly test: WayTest
  readonly draft: WayDraft
  /** A way of the same kind is set up, and rests while this one is tried. */
  readonly pauses: boolean
}

/** What came of trying a way. */
export function TestResult({ test: { testing, result, failure }, draft, pauses }: TestResultProps) {
  const { host, port } = draft
  const shown = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever there is something else to see
  useEffect(() => {
    shown.current?.scrollIntoView({ block: 'nearest' })
  }, [testing, result, failure])
  return (
    <div ref={shown} role="status" className={classes.result}>
      {testing && (
        <Group gap="sm" wrap="nowrap" align="flex-start">
          <Loader size={16} mt={2} />
          <span>
            <Trans>
              Connecting, then asking through the public address whether your vault answers. This
              can take a minute.
            </Trans>{' '}
            {pauses && <Trans>The way of this kind that you have rests meanwhile.</Trans>}
          </span>
        </Group>
      )}
      {result?.cause === null && <Worked publicUrl={result.publicUrl} />}
      {result?.cause && <Failed cause={result.cause} />}
      {result?.cause?.code === 'HOST_KEY_CHANGED' ? (
        <ChangedHostKey cause={result.cause} host={host.trim()} port={Number(port)} />
      ) : (
        result?.serverKey && <TestedServerKey serverKey={result.serverKey} kind={draft.kind} />
      )}
      {failure !== null && (
        <p className={classes.line} data-tone="warn">
          <IconAlertTriangle size={16} aria-hidden="true" />
          <span>
            <strong>{t`It could not be tested.`}</strong> {failure}
          </span>
        </p>
      )}
    </div>
  )
}

function Worked({ publicUrl }: { publicUrl: string }) {
  return (
    <p className={classes.line} data-tone="ok">
      <IconCircleCheck size={16} aria-hidden="true" />
      <span>
        <strong>
          <Trans>It works.</Trans>
        </strong>{' '}
        <Trans>
          Your vault answered through <code>{publicUrl}</code>
        </Trans>{' '}
        <CopyButton text={publicUrl} label={t`Copy public address`} />
      </span>
    </p>
  )
}

function Failed({ cause }: { cause: ConnectionCause }) {
  const { what, wayOut } = causeWords(cause)
  return (
    <p className={classes.line} data-tone="warn">
      <IconAlertTriangle size={16} aria-hidden="true" />
      <span>
        <strong>
          <Trans>It does not work yet.</Trans>
        </strong>{' '}
        {what} {wayOut}
      </span>
    </p>
  )
}
