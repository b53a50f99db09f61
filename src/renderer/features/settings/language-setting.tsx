import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group, Modal, NativeSelect, Skeleton, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useCallback, useEffect, useState } from 'react'
import type { LanguageState } from '../../../ipc/contract.ts'
import { type Language, languages } from '../../../language/languages.ts'
import { bridge } from '../../bridge.ts'
import { callFailure } from '../../call-failure.ts'
import { useData } from '../data/data-context.tsx'
import { emptyDraft, hasContent } from '../data/record-draft.ts'

/** The value of following the system: no language has it. */
const system = ''
const all = Object.keys(languages) as Language[]

/** What the app speaks. Another language is there once the window has been drawn anew. */
export function LanguageSetting() {
  const { edits, draft, setDraft } = useData()
  const { state, failure, choose } = useLanguage()
  const [wanted, setWanted] = useState<Language | null>(null)
  const [asking, { open, close }] = useDisclosure(false)
  if (state === null) {
    return failure === null ? (
      <Skeleton height={36} maw={360} />
    ) : (
      <Text role="alert">{failure}</Text>
    )
  }
  const onChange = (value: string) => {
    const language = all.find((one) => one === value) ?? null
    if (edits.all().size === 0 && !hasContent(draft)) return void choose(language)
    setWanted(language)
    open()
  }
  const loseEdits = () => {
    close()
    // Main would ask once more.
    for (const id of edits.all().keys()) edits.set(id, null)
    setDraft(emptyDraft)
    void choose(wanted)
  }
  const systemName = languages[state.system]
  return (
    <>
      <NativeSelect
        aria-label={t`Language`}
        maw={360}
        value={state.chosen ?? system}
        error={failure !== null && <span role="alert">{failure}</span>}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        <option value={system}>{t`As the system has it (${systemName})`}</option>
        {all.map((language) => (
          <option key={language} value={language} lang={language}>
            {languages[language]}
          </option>
        ))}
      </NativeSelect>
      <LossDialog opened={asking} onConfirm={loseEdits} onClose={close} />
    </>
  )
}

function useLanguage() {
  const [state, setState] = useState<LanguageState | null>(null)
  const [failure, setFailure] = useState<string | null>(null)

  useEffect(() => {
    bridge
      .call('language:read')
      .then(setState)
      .catch((error: unknown) => setFailure(callFailure(error)))
  }, [])
  const choose = useCallback(async (language: Language | null) => {
    setFailure(null)
    try {
      await bridge.call('language:choose', language)
      location.reload()
    } catch (error) {
      setFailure(callFailure(error))
    }
  }, [])
  return { state, failure, choose }
}

interface LossDialogProps {
  readonly opened: boolean
  readonly onConfirm: () => void
  readonly onClose: () => void
}

function LossDialog({ opened, onConfirm, onClose }: LossDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={t`Change the language?`} size={480}>
      <Stack gap="lg">
        <Text>
          <Trans>
            You have changes that are not saved. For another language the window is drawn anew, and
            they are lost.
          </Trans>
        </Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            <Trans>Cancel</Trans>
          </Button>
          <Button color="red.9" onClick={onConfirm}>
            <Trans>Discard changes</Trans>
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
