import { useMutation } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Alert, Button, Modal, Text } from '@mantine/core'
import { type FormEvent, type KeyboardEvent, useEffect, useState } from 'react'
import { DialogFooter } from '../../components/dialog-footer.tsx'
import { CreateRecordDocument, type RecordRowFragment } from '../../graphql/documents.generated.ts'
import { errorCause } from '../../graphql/error-cause.ts'
import { useRecordSchema } from '../records/record-schema.ts'
import { useVault } from '../vault/vault-context.tsx'
import { AccessField } from './access-field.tsx'
import classes from './create-dialog.module.css'
import { useData } from './data-context.tsx'
import { DraftForm } from './draft-form.tsx'
import { firstFields } from './first-fields.ts'
import { PayloadField } from './payload-field.tsx'
import { type DraftErrors, draftErrorsOf, prepareInput } from './prepare-record.ts'
import { emptyDraft, hasContent, OWN_ID } from './record-draft.ts'
import { TypeField } from './type-field.tsx'

interface CreateDialogProps {
  readonly opened: boolean
  readonly onClose: () => void
  readonly onCreated: (record: RecordRowFragment) => void
}

/** Writes a new record. What was typed stays until the vault has taken it. */
export function CreateDialog({ opened, onClose, onCreated }: CreateDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t`New record`}
      size={880}
      closeOnClickOutside={false}
    >
      <CreateForm onClose={onClose} onCreated={onCreated} />
    </Modal>
  )
}

function CreateForm({ onClose, onCreated }: Omit<CreateDialogProps, 'opened'>) {
  const { draft } = useData()
  const { writable } = useVault()
  const { errors, clearError, submit, sending } = useCreation(onCreated)
  const schema = useDraftSchema()
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void submit()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit()
  }
  return (
    <form className={classes.form} onSubmit={onSubmit} onKeyDown={onKeyDown} noValidate>
      {errors.form && (
        <Alert color="red" role="alert" title={t`The record was not created`}>
          {errors.form}
        </Alert>
      )}
      <TypeField error={errors.type} onEdit={() => clearError('type')} />
      <div className={classes.sides}>
        {schema ? (
          <DraftForm key={draft.type} schema={schema} />
        ) : (
          <p className={classes.hint}>
            {draft.type === null
              ? t`Choose a type to fill in its fields, or write JSON.`
              : t`Nobody has described this type: write JSON.`}
          </p>
        )}
        <PayloadField error={errors.payload} onEdit={() => clearError('payload')} />
      </div>
      <AccessField error={errors.people} onEdit={() => clearError('people')} />
      <DialogFooter>
        {!writable && (
          <Text c="dimmed">
            <Trans>The vault takes no changes right now.</Trans>
          </Text>
        )}
        <Button variant="default" onClick={onClose}>
          {hasContent(draft) ? t`Keep for later` : t`Cancel`}
        </Button>
        <Button type="submit" loading={sending} disabled={!writable}>
          <Trans>Create record</Trans>
        </Button>
      </DialogFooter>
    </form>
  )
}

function useCreation(onCreated: (record: RecordRowFragment) => void) {
  const { draft, setDraft, changes } = useData()
  const { lastReady } = useVault()
  const [errors, setErrors] = useState<DraftErrors>({})
  const [create, { loading }] = useMutation(CreateRecordDocument)

  const submit = async () => {
    const prepared = prepareInput(draft, lastReady?.ename ?? '')
    if ('errors' in prepared) return setErrors(prepared.errors)
    setErrors({})
    try {
      const { data } = await create({ variables: { input: prepared.input } })
      const { metaEnvelope, errors: refused } = data?.createMetaEnvelope ?? {}
      if (!metaEnvelope) {
        return setErrors(refused?.length ? draftErrorsOf(refused) : { form: t`The vault refused.` })
      }
      const { id, ontology } = metaEnvelope
      changes.announce({ kind: 'CREATED', id, ontology, metaEnvelope })
      setDraft(emptyDraft)
      onCreated(metaEnvelope)
    } catch (error) {
      setErrors({ form: errorCause(error) })
    }
  }
  const clearError = (field: keyof DraftErrors) => setErrors(({ [field]: _, ...rest }) => rest)
  return { errors, clearError, submit, sending: loading }
}

/** The description of the draft's type; a draft that holds nothing yet gets its first fields. */
function useDraftSchema() {
  const { draft, setDraft } = useData()
  const owner = useVault().lastReady?.ename ?? ''
  const schema = useRecordSchema(draft.type === OWN_ID ? null : draft.type)
  useEffect(() => {
    const { type, payload, proposed, proposedFor } = draft
    if (!schema || payload !== proposed || proposedFor === type) return
    const fields = firstFields(schema, owner)
    setDraft({ ...draft, payload: fields, proposed: fields, proposedFor: type })
  }, [schema, draft, owner, setDraft])
  return schema
}
