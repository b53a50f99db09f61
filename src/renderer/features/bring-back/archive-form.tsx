import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconFileZip, IconInfoCircle } from '@tabler/icons-react'
import { useState } from 'react'
import type { BringBackState } from '../../../ipc/bring-back.ts'
import { bridge } from '../../bridge.ts'
import { Choices } from '../../components/choices.tsx'
import { FactPanel } from '../setup/fact-panel.tsx'
import { StepFrame } from '../setup/step-frame.tsx'
import { useFlow } from '../setup/use-flow.ts'
import { countWords, KIT_WORDS } from '../vault/kit-words.ts'
import { KitWordsField } from '../vault/kit-words-field.tsx'
import { CopyChooser } from './copy-chooser.tsx'
import { failureWords } from './failure-words.ts'

interface FormProps {
  readonly state: Extract<BringBackState, { state: 'idle' | 'opening' }>
  readonly onLeave: () => void
}

/** Asks for the archive, and for the kit of its vault. */
export function ArchiveForm({ state, onLeave }: FormProps) {
  const flow = useFlow()
  const [file, setFile] = useState<string | null>(null)
  const [has, setHas] = useState<'kit' | 'none'>('kit')
  const [words, setWords] = useState('')
  const working = flow.working || state.state === 'opening'
  const unfinished = state.state === 'idle' ? state.unfinished : null
  const failure = state.state === 'idle' ? failureWords(state.failure) : null
  const choose = () =>
    flow.attempt(async () => setFile(await bridge.call('bringBack:choose', 'archive')))
  const withKit = unfinished === null && has === 'kit'
  const read = () =>
    flow.attempt(() => bridge.call('bringBack:readArchive', { words: withKit ? words : null }))
  const chosen = file ?? unfinished
  return (
    <StepFrame
      title={t`Bring your vault back from an archive`}
      lead={t`An archive is the file that an export has written. Stop the vault it comes from for good: one eName must not be served from two places.`}
      flow={{ ...flow, working, failure: flow.failure ?? failure }}
      {...(unfinished === null && { onBack: onLeave })}
      next={withKit ? t`Choose kit file and look…` : t`Look into it`}
      nextDisabled={chosen === null || (withKit && countWords(words) !== KIT_WORDS)}
      onNext={() => void read()}
    >
      {unfinished !== null && <Unfinished file={unfinished} attempt={flow.attempt} />}
      <CopyChooser
        name={t`Choose archive…`}
        icon={<IconFileZip size={16} />}
        path={chosen}
        onChoose={() => void choose()}
        disabled={working}
      />
      {unfinished === null && (
        <Choices
          label={t`Recovery kit`}
          value={has}
          onChange={setHas}
          disabled={working}
          choices={[
            {
              value: 'kit',
              label: t`I have the recovery kit of this vault`,
              description: t`The private keys are in it, not in the archive.`,
            },
            {
              value: 'none',
              label: t`I have no kit`,
              description: t`Your records come back. Without your keys nothing can be signed in your name; you can restore a kit afterwards.`,
            },
          ]}
        />
      )}
      {withKit && <KitWordsField words={words} type={setWords} disabled={working} />}
    </StepFrame>
  )
}

function Unfinished(props: {
  readonly file: string
  readonly attempt: (work: () => Promise<unknown>) => Promise<boolean>
}) {
  const { file, attempt } = props
  const moveAside = () => void attempt(() => bridge.call('bringBack:setAside'))
  return (
    <>
      <FactPanel
        tone="plain"
        icon={<IconInfoCircle size={20} />}
        title={t`An import from ${file} has not ended`}
      >
        <Trans>It goes on where it was, with the same archive.</Trans>
      </FactPanel>
      <div>
        <Button variant="default" onClick={moveAside}>
          <Trans>Move it aside and begin anew</Trans>
        </Button>
      </div>
    </>
  )
}
