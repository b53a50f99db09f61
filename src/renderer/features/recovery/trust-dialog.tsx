import { useMutation } from '@apollo/client/react'
import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Modal, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { writtenLocale } from '../../../language/activate.ts'
import { DialogFooter } from '../../components/dialog-footer.tsx'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import { tellChange } from '../../components/tell.tsx'
import { useChange } from '../../components/use-change.ts'
import { SetTrustDocument } from '../../graphql/documents.generated.ts'
import type { Identity } from '../identity/use-identity.ts'
import { useVault } from '../vault/vault-context.tsx'
import { RuleFields } from './rule-fields.tsx'
import classes from './trust-dialog.module.css'
import {
  emptyTrust,
  isSameTrust,
  readName,
  type TrustDraft,
  type TrustErrors,
  thresholdOf,
  trustErrorsOf,
} from './trust-draft.ts'
import { TrustedField } from './trusted-field.tsx'
import { numberWord } from './words.ts'

interface TrustDialogProps {
  readonly opened: boolean
  /** The owner's. */
  readonly ename: string
  readonly trust: Identity['trust']
  readonly onClose: () => void
  readonly onSaved: () => void
}

/** Chooses who may approve a recovery together. */
export function TrustDialog(props: TrustDialogProps) {
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={t`Friends who can give you new keys`}
      size={560}
      closeOnClickOutside={false}
    >
      <TrustForm {...props} />
    </Modal>
  )
}

function TrustForm({ ename, trust, onClose, onSaved }: TrustDialogProps) {
  const { writable } = useVault()
  const edition = useEdition({ ename, trust, onClose, onSaved })
  const { draft, typed, errors, sending, isSame } = edition
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void edition.submit()
  }
  return (
    <form onSubmit={onSubmit} autoComplete="off" noValidate>
      <Stack gap="lg">
        {errors.form && (
          <RefusalAlert
            title={t`Your friends were not saved`}
            refusals={[{ field: null, message: errors.form }]}
          />
        )}
        <TrustedField
          own={ename}
          trusted={draft.trusted}
          typed={typed}
          error={errors.trusted}
          onType={edition.type}
          onChange={(trusted) => edition.edit({ trusted })}
        />
        <RuleFields draft={draft} errors={errors} onEdit={edition.edit} />
        <Text c="dimmed">
          <Trans>
            Saving renews the key of this computer: eVault asks you once more in a window of your
            system. Save a new recovery kit afterwards.
          </Trans>
        </Text>
        <DialogFooter>
          <span className={classes.note} role="status">
            {sending && t`Waiting for your answer in the window that asks once more…`}
          </span>
          <Button variant="default" onClick={onClose} disabled={sending}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            type="submit"
            loading={sending}
            disabled={!writable || (isSame && typed.trim() === '')}
          >
            <Trans>Save and renew key</Trans>
          </Button>
        </DialogFooter>
      </Stack>
    </form>
  )
}

function useEdition({ ename, trust, onClose, onSaved }: Omit<TrustDialogProps, 'opened'>) {
  const [draft, setDraft] = useState<TrustDraft>(trust ?? emptyTrust)
  const [typed, setTyped] = useState('')
  const [errors, setErrors] = useState<TrustErrors>({})
  const [setTrust] = useMutation(SetTrustDocument)
  const { change, sending } = useChange()

  const edit = (part: Partial<TrustDraft>) => {
    setDraft({ ...draft, ...part })
    setErrors((shown) => {
      const { form: _, ...rest } = shown
      return Object.fromEntries(Object.entries(rest).filter(([field]) => !(field in part)))
    })
  }
  const type = (text: string) => {
    setTyped(text)
    setErrors(({ trusted: _, ...rest }) => rest)
  }
  /** A name that was typed and not yet added counts. */
  const whole = (): TrustDraft | null => {
    if (typed.trim() === '') return draft
    const read = readName(typed, draft.trusted, ename)
    return read.ename === null ? null : { ...draft, trusted: [...draft.trusted, read.ename] }
  }
  const submit = async () => {
    const wanted = whole()
    if (wanted === null) return
    if (wanted.trusted.length === 0) return setErrors({ trusted: t`Add at least one friend.` })
    setDraft(wanted)
    setTyped('')
    setErrors({})
    const { trusted, waitSeconds } = wanted
    const variables = { trusted: [...trusted], threshold: thresholdOf(wanted), waitSeconds }
    const refused = await change(() => setTrust({ variables }))
    if (refused) return setErrors(trustErrorsOf(refused))
    onClose()
    onSaved()
    tellChange(helpersText(trusted.length), t`Your key was renewed: save a new recovery kit.`)
  }
  return { draft, typed, errors, sending, isSame: isSameTrust(draft, trust), edit, type, submit }
}

function helpersText(count: number): string {
  const number = capital(numberWord(count))
  return plural(count, {
    one: 'One friend can help you now',
    other: `${number} friends can help you now`,
  })
}

function capital(word: string): string {
  return `${word.charAt(0).toLocaleUpperCase(writtenLocale())}${word.slice(1)}`
}
