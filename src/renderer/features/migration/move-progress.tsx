import { useMutation } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconProgress,
} from '@tabler/icons-react'
import { useState } from 'react'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import { ToneMark } from '../../components/tone-mark.tsx'
import { useChange } from '../../components/use-change.ts'
import { vaultWords } from '../../components/vault-words.ts'
import {
  ResumeMoveDocument,
  ReturnMoveDocument,
  SwitchMoveDocument,
} from '../../graphql/documents.generated.ts'
import { CancelDialog, type Cancelled, ReleaseDialog } from './move-dialogs.tsx'
import { afterMoveChange, type Move } from './use-move.ts'
import { countText, stepWords } from './words.ts'

interface ProgressProps {
  readonly move: Move
  readonly onCancelled: (cancelled: Cancelled) => void
}

/** How far a move is, and what can be done about it. */
export function MoveProgress({ move, onCancelled }: ProgressProps) {
  return (
    <Stack gap="md">
      <Text>
        {move.direction === 'out' ? (
          <Trans>From this computer to {move.url}</Trans>
        ) : (
          <Trans>From {move.url} to this computer</Trans>
        )}
      </Text>
      <Steps move={move} />
      {move.problem !== null && (
        <Text role="alert" fw={600}>
          {vaultWords({ message: move.problem })}
        </Text>
      )}
      {move.leftBehind > 0 && (
        <Text>
          <Plural
            value={move.leftBehind}
            one="# record can’t be moved."
            other="# records can’t be moved."
          />
        </Text>
      )}
      <Actions move={move} onCancelled={onCancelled} />
    </Stack>
  )
}

const icons = { done: IconCircleCheck, running: IconProgress, waiting: IconCircleDashed } as const

/** The one that goes on stands out; so does the one that stands still. */
function Steps({ move: { steps, isRunning } }: { move: Move }) {
  return (
    <Stack component="ol" gap={4} p={0} m={0} aria-label={t`Steps`} style={{ listStyle: 'none' }}>
      {steps.map((step) => {
        const isCurrent = step.state === 'running'
        const isStill = isCurrent && !isRunning
        const tone = step.state === 'done' ? 'ok' : 'plain'
        return (
          <Text
            component="li"
            key={step.step}
            fw={isCurrent ? 600 : 400}
            aria-current={isCurrent ? 'step' : undefined}
          >
            <ToneMark
              tone={isStill ? 'warn' : tone}
              Icon={isStill ? IconAlertTriangle : icons[step.state]}
            >
              {stepWords[step.step]} {countText(step)}
            </ToneMark>
          </Text>
        )
      })}
    </Stack>
  )
}

function Actions({ move, onCancelled }: ProgressProps) {
  const { change, refusals, sending } = useChange()
  const [resume] = useMutation(ResumeMoveDocument, afterMoveChange)
  const [switchOver] = useMutation(SwitchMoveDocument, afterMoveChange)
  const [goBack] = useMutation(ReturnMoveDocument, afterMoveChange)
  const [cancelling, cancel] = useDisclosure(false)
  const [releasing, release] = useDisclosure(false)
  const [token, setToken] = useState('')
  const { state, isRunning, access } = move
  const typed = { variables: { token: token === '' ? null : token } }
  const isOpen = state === 'copying' || state === 'ready' || state === 'switching'
  const standsStill = !isRunning && ['copying', 'switching', 'returning'].includes(state)
  // A switch that can simply be done again is `ready`: here the registry was told already.
  const canGoBack = state === 'switched' || (state === 'switching' && standsStill)
  const wantsToken = access === 'token' && (standsStill || canGoBack)
  return (
    <>
      {wantsToken && (
        <PasswordInput
          label={t`Token`}
          maw={520}
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
        />
      )}
      <RefusalAlert title={t`It was not done`} refusals={refusals} />
      <Group gap="sm">
        {standsStill && (
          <Button loading={sending} onClick={() => void change(() => resume(typed))}>
            <Trans>Go on</Trans>
          </Button>
        )}
        {state === 'ready' && !isRunning && (
          <Button loading={sending} onClick={() => void change(() => switchOver())}>
            <Trans>Switch now</Trans>
          </Button>
        )}
        {isOpen && (
          <Button variant="default" onClick={cancel.open}>
            <Trans>Cancel the move…</Trans>
          </Button>
        )}
        {canGoBack && (
          <Button
            variant="default"
            loading={sending}
            onClick={() => void change(() => goBack(typed))}
          >
            <Trans>Go back to before the switch</Trans>
          </Button>
        )}
        {state === 'switched' && move.direction === 'out' && (
          <Button variant="default" onClick={release.open}>
            <Trans>Let go of what is here…</Trans>
          </Button>
        )}
      </Group>
      <CancelDialog
        move={move}
        opened={cancelling}
        onClose={cancel.close}
        onCancelled={onCancelled}
      />
      <ReleaseDialog opened={releasing} onClose={release.close} />
    </>
  )
}
