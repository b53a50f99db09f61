import { useApolloClient } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group, Loader, Modal, Stack, Text } from '@mantine/core'
import { IconCircleCheck, IconPlugConnectedX } from '@tabler/icons-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import { useChange } from '../../components/use-change.ts'
import {
  SendTestPacketDocument,
  type SendTestPacketMutation,
} from '../../graphql/documents.generated.ts'
import { attemptErrorWords, tookText } from './delivery-words.ts'
import { PacketText } from './packet-text.tsx'
import { type DeliveryPlatform, platformTitle } from './platform-health.ts'
import classes from './test-dialog.module.css'

interface TestDialogProps {
  readonly platform: DeliveryPlatform
  readonly onClose: () => void
}

type TestAttempt = NonNullable<SendTestPacketMutation['change']['attempt']>

/** Sends a packet about nothing, and shows what the platform answers. */
export function TestDialog({ platform: { platform, endpoint }, onClose }: TestDialogProps) {
  const { send, attempt, refusals, sending } = useTest(platform)
  const title = platformTitle(platform)
  return (
    <Modal opened onClose={onClose} title={t`Test of ${title}`} size={560}>
      <Stack gap="lg">
        <div role="status">
          {sending && (
            <Group gap="sm">
              <Loader size={16} />
              <Trans>Waiting for its answer, 5 seconds at most…</Trans>
            </Group>
          )}
          {!sending && attempt && <Result attempt={attempt} />}
        </div>
        <RefusalAlert title={t`No test was sent`} refusals={refusals} />
        {attempt && (
          <div>
            <Text c="dimmed" mb={4}>
              <Trans>Sent to {endpoint}</Trans>
            </Text>
            <PacketText label={t`What was sent`} text={attempt.body} />
          </div>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" disabled={sending} onClick={() => void send()}>
            <Trans>Send another</Trans>
          </Button>
          <Button onClick={onClose} data-autofocus>
            <Trans>Done</Trans>
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function Result({ attempt }: { attempt: TestAttempt }) {
  const { ok, status, durationMs, response } = attempt
  const took = tookText(durationMs)
  return (
    <div className={classes.result} data-ok={ok || undefined}>
      {ok ? <IconCircleCheck size={20} /> : <IconPlugConnectedX size={20} />}
      <div className={classes.words}>
        <strong>{ok ? t`It arrived.` : t`It did not arrive.`}</strong>{' '}
        {status !== null && (
          <Trans>
            The platform answered {status} after {took}.
          </Trans>
        )}{' '}
        {attemptErrorWords(attempt)}
        {response && <pre className={classes.response}>{response}</pre>}
      </div>
    </div>
  )
}

function useTest(platform: string) {
  const client = useApolloClient()
  const { change, refusals, sending } = useChange()
  const [attempt, setAttempt] = useState<TestAttempt | null>(null)
  const latest = useRef(change)
  latest.current = change
  const send = useCallback(async () => {
    setAttempt(null)
    await latest.current(async () => {
      const variables = { platform }
      const { data } = await client.mutate({ mutation: SendTestPacketDocument, variables })
      setAttempt(data?.change.attempt ?? null)
      return { data }
    })
  }, [client, platform])
  const isSent = useRef(false)
  useEffect(() => {
    // Strict mode runs effects twice.
    if (isSent.current) return
    isSent.current = true
    void send()
  }, [send])
  return { send, attempt, refusals, sending }
}
