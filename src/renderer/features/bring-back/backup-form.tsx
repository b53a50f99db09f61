import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, PasswordInput } from '@mantine/core'
import { IconFolderOpen } from '@tabler/icons-react'
import type { BringBackState } from '../../../ipc/bring-back.ts'
import { bridge } from '../../bridge.ts'
import { Choices } from '../../components/choices.tsx'
import { StepFrame } from '../setup/step-frame.tsx'
import { useFlow } from '../setup/use-flow.ts'
import { KitWordsField } from '../vault/kit-words-field.tsx'
import { CopyChooser } from './copy-chooser.tsx'
import { failureWords } from './failure-words.ts'
import { ServerFields } from './server-fields.tsx'
import { useBackupForm } from './use-backup-form.ts'

interface FormProps {
  readonly state: Extract<BringBackState, { state: 'idle' | 'opening' }>
  readonly onLeave: () => void
}

/** Asks where the backups are, and what opens them. */
export function BackupForm({ state, onLeave }: FormProps) {
  const flow = useFlow()
  const form = useBackupForm(flow)
  const working = flow.working || state.state === 'opening'
  const failure = state.state === 'idle' ? failureWords(state.failure) : null
  const isByKit = form.opensWith === 'kit'
  return (
    <StepFrame
      title={t`Bring your vault back from a backup`}
      lead={t`Say where your backups are, and open them with your recovery kit. Nothing at that place is changed.`}
      flow={{ ...flow, working, failure: flow.failure ?? failure }}
      onBack={onLeave}
      aside={state.state === 'opening' && <StopLooking />}
      next={isByKit ? t`Choose kit file and look…` : t`Look for backups`}
      nextDisabled={!form.isComplete}
      onNext={() => void form.find()}
    >
      <Choices
        first
        label={t`Where the backups are`}
        value={form.kind}
        onChange={form.setKind}
        disabled={working}
        choices={[
          { value: 'folder', label: t`In a folder, or on a drive` },
          { value: 's3', label: t`On a server that speaks S3` },
        ]}
      />
      {form.kind === 'folder' ? (
        <CopyChooser
          name={t`Choose folder…`}
          icon={<IconFolderOpen size={16} />}
          path={form.folder}
          onChoose={() => void form.chooseFolder()}
          disabled={working}
        />
      ) : (
        <ServerFields server={form.server} type={form.type} disabled={working} />
      )}
      <Choices
        label={t`What opens them`}
        value={form.opensWith}
        onChange={form.setOpensWith}
        disabled={working}
        choices={[
          {
            value: 'kit',
            label: t`My recovery kit`,
            description: t`Your keys come back with your records.`,
          },
          {
            value: 'passphrase',
            label: t`The passphrase of the backups`,
            description: t`It brings your records back, not your keys: those are in your kit alone, which you can restore afterwards.`,
          },
        ]}
      />
      {isByKit ? (
        <KitWordsField words={form.words} type={form.setWords} disabled={working} />
      ) : (
        <PasswordInput
          label={t`Passphrase`}
          autoComplete="off"
          maw={360}
          disabled={working}
          value={form.passphrase}
          onChange={(event) => form.setPassphrase(event.currentTarget.value)}
        />
      )}
    </StepFrame>
  )
}

/** A server may take long to say nothing. What was typed stays. */
function StopLooking() {
  return (
    <Button variant="default" onClick={() => void bridge.call('bringBack:leave')}>
      <Trans>Cancel</Trans>
    </Button>
  )
}
