import { useApolloClient } from '@apollo/client/react'
import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Select, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { tellChange } from '../../components/tell.tsx'
import { useChange } from '../../components/use-change.ts'
import { ReplayDeliveriesDocument } from '../../graphql/documents.generated.ts'
import { type DeliveryPlatform, platformTitle } from './platform-health.ts'
import { type SinceChoice, sinceChoices, sinceOf } from './replay-since.ts'

interface ReplayDialogProps {
  readonly platform: DeliveryPlatform
  readonly onClose: () => void
}

/** Sends a platform again what was changed since a time. */
export function ReplayDialog({ platform: { platform }, onClose }: ReplayDialogProps) {
  const [choice, setChoice] = useState<SinceChoice>('day')
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const { replay, ...change } = useReplaySince(platform, onClose)
  const title = platformTitle(platform)
  const confirm = () => {
    const since = sinceOf(choice, typed, Date.now())
    if (since === null) return setProblem(t`Enter a date and a time.`)
    void replay(since)
  }
  return (
    <ConfirmDialog
      opened
      title={t`Send changes to ${title} again?`}
      confirm={t`Send again`}
      refusedTitle={t`Nothing is sent`}
      change={change}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Text>
        <Trans>
          Each record that was added or changed since then is sent once more, as it is now, if the
          platform may read it. What it has already is sent, too.
        </Trans>
      </Text>
      <SinceField
        {...{ choice, typed, problem }}
        onChoose={setChoice}
        onType={(text) => {
          setTyped(text)
          setProblem(null)
        }}
      />
    </ConfirmDialog>
  )
}

interface SinceFieldProps {
  readonly choice: SinceChoice
  readonly typed: string
  readonly problem: string | null
  readonly onChoose: (choice: SinceChoice) => void
  readonly onType: (typed: string) => void
}

function SinceField({ choice, typed, problem, onChoose, onType }: SinceFieldProps) {
  return (
    <>
      <Select
        label={t`Added or changed`}
        data={[...sinceChoices]}
        value={choice}
        allowDeselect={false}
        onChange={(value) => value && onChoose(value as SinceChoice)}
      />
      {choice === 'custom' && (
        <TextInput
          type="datetime-local"
          label={t`Date and time`}
          value={typed}
          error={problem}
          onChange={({ currentTarget }) => onType(currentTarget.value)}
        />
      )}
    </>
  )
}

function useReplaySince(platform: string, onDone: () => void) {
  const client = useApolloClient()
  const { change, ...state } = useChange()
  const replay = async (since: string) => {
    let count = 0
    const refused = await change(async () => {
      const variables = { platform, since }
      const { data } = await client.mutate({ mutation: ReplayDeliveriesDocument, variables })
      count = data?.change.count ?? 0
      return { data }
    })
    if (refused) return
    onDone()
    tellChange(
      plural(count, {
        0: 'There is nothing to send',
        one: '# record is sent again',
        other: '# records are sent again',
      }),
      count === 0
        ? t`Nothing that the platform may read was changed since then.`
        : t`You see below how far it is.`,
    )
  }
  return { replay, ...state }
}
