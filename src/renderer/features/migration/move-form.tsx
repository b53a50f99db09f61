import { useMutation } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, PasswordInput, Radio, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import { useChange } from '../../components/use-change.ts'
import {
  type MoveAccess,
  type MoveDirection,
  StartMoveDocument,
} from '../../graphql/documents.generated.ts'
import { useStanding } from '../vault/use-standing.ts'
import { afterMoveChange } from './use-move.ts'

/** Where to, or where from, and how we are let in there. */
export function MoveForm() {
  const [start] = useMutation(StartMoveDocument, afterMoveChange)
  const isGone = useStanding() !== null
  const [chosen, setDirection] = useState<MoveDirection>('out')
  // What is elsewhere can only come.
  const direction = isGone ? 'in' : chosen
  const [access, setAccess] = useState<MoveAccess>('owner')
  const [url, setUrl] = useState('')
  const [token, setToken] = useState('')
  const { change, refusals, sending } = useChange()
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    const secret = access === 'token' ? { token } : {}
    const input = { direction, access, url: url.trim(), ...secret }
    void change(() => start({ variables: { input } }))
  }
  return (
    <form onSubmit={onSubmit} noValidate autoComplete="off">
      <Stack gap="md" maw={520}>
        <Radio.Group
          label={t`Direction`}
          value={direction}
          onChange={(value) => setDirection(value as MoveDirection)}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="out" label={t`From this computer to another server`} disabled={isGone} />
            <Radio value="in" label={t`From another server to this computer`} />
          </Stack>
        </Radio.Group>
        <TextInput
          label={t`Address of the other vault`}
          placeholder="https://vault.example.com"
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <Radio.Group
          label={t`How you are let in there`}
          value={access}
          onChange={(value) => setAccess(value as MoveAccess)}
        >
          <Stack gap="xs" mt="xs">
            <Radio
              value="owner"
              label={t`With your key`}
              description={t`For servers of this product. You are asked before anything is signed.`}
            />
            <Radio
              value="platform"
              label={t`With a token of the registry`}
              description={t`For other vaults; who may read a record can’t be compared.`}
            />
            <Radio
              value="token"
              label={t`With a token I have`}
              description={t`It is not kept: after a restart you type it again.`}
            />
          </Stack>
        </Radio.Group>
        {access === 'token' && (
          <PasswordInput
            label={t`Token`}
            value={token}
            onChange={(event) => setToken(event.currentTarget.value)}
          />
        )}
        <RefusalAlert title={t`The move was not begun`} refusals={refusals} />
        <Button type="submit" loading={sending} disabled={url.trim() === ''}>
          <Trans>Copy and compare</Trans>
        </Button>
      </Stack>
    </form>
  )
}
