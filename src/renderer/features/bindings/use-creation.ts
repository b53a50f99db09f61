import { useMutation } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { useState } from 'react'
import { tellChange } from '../../components/tell.tsx'
import { useChange } from '../../components/use-change.ts'
import { SignBindingDocument } from '../../graphql/documents.generated.ts'
import { useVault } from '../vault/vault-context.tsx'
import { type DocumentDraft, type DraftErrors, prepareDocument } from './document-draft.ts'
import type { Statement } from './drawing.ts'

const emptyDraft: DocumentDraft = { type: 'social_connection', texts: {}, values: [], photo: null }

const emptyValue = { key: 1, name: '', value: '' }

/** A new document on its way: what was typed, what is wrong, what will be signed. */
export function useCreation(onBusy: (busy: boolean) => void, onCreated: (id: string) => void) {
  const owner = useVault().lastReady?.ename ?? ''
  const [draft, setDraft] = useState(emptyDraft)
  const [errors, setErrors] = useState<DraftErrors>({})
  const [checked, setChecked] = useState<Statement | null>(null)
  const [send] = useMutation(SignBindingDocument, { fetchPolicy: 'no-cache' })
  const { change, refusals, sending, clear } = useChange()

  const edit = (part: Partial<DocumentDraft>) => {
    const values = part.values ?? draft.values
    // They are nothing but such fields, so the first one is there at once.
    const first = part.type === 'personal_parameters' && values.length === 0
    setDraft({ ...draft, ...part, values: first ? [emptyValue] : values })
    setErrors({})
  }
  const check = () => {
    const prepared = prepareDocument(draft, owner)
    if ('errors' in prepared) return setErrors(prepared.errors)
    setErrors({})
    setChecked({ subject: owner, type: draft.type, data: prepared.data })
  }
  const back = () => {
    clear()
    setChecked(null)
  }
  const sign = async () => {
    if (!checked) return
    const { type, data } = checked
    let id: string | null = null
    onBusy(true)
    const refused = await change(async () => {
      const answer = await send({ variables: { type, data } })
      id = answer.data?.change.metaEnvelopeId ?? null
      return answer
    })
    onBusy(false)
    if (refused || id === null) return
    onCreated(id)
    tellChange(t`Signed`, t`The document is in your vault.`)
  }
  return { draft, edit, errors, check, checked, back, sign, refusals, sending }
}
