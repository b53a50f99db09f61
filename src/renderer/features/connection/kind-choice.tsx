import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Radio, Stack, Text } from '@mantine/core'
import type { FormEvent } from 'react'
import type { ConnectionKind } from '../../../ipc/connection.ts'
import { DialogFooter } from '../../components/dialog-footer.tsx'
import classes from './kind-choice.module.css'
import { kindWords, offeredKinds } from './way-words.ts'

interface KindChoiceProps {
  readonly kind: ConnectionKind
  readonly onChoose: (kind: ConnectionKind) => void
  readonly onContinue: () => void
  readonly onCancel: () => void
}

/** Which way it shall be: each said in words of people who are no engineers. */
export function KindChoice({ kind, onChoose, onContinue, onCancel }: KindChoiceProps) {
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    onContinue()
  }
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="lg">
        <Text c="dimmed">
          <Trans>
            Your vault stays on this computer. What you choose passes requests from outside on to
            it; what they may do, your policies decide.
          </Trans>
        </Text>
        <Radio.Group
          aria-label={t`Way`}
          value={kind}
          onChange={(value) => onChoose(value as ConnectionKind)}
        >
          <div className={classes.kinds}>
            {offeredKinds.map((one) => (
              <KindCard key={one} kind={one} />
            ))}
          </div>
        </Radio.Group>
        <DialogFooter>
          <Button variant="default" onClick={onCancel}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit">
            <Trans>Continue</Trans>
          </Button>
        </DialogFooter>
      </Stack>
    </form>
  )
}

function KindCard({ kind }: { kind: ConnectionKind }) {
  const { name, suits, Icon } = kindWords[kind]
  return (
    <div className={classes.kind}>
      <Radio
        value={kind}
        label={name}
        description={suits}
        classNames={{
          ...{ inner: classes.circle ?? '', label: classes.name ?? '' },
          description: classes.suits ?? '',
        }}
      />
      <Icon size={20} stroke={1.75} aria-hidden="true" />
    </div>
  )
}
