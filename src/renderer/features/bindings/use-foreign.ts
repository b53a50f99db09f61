import { useMutation } from '@apollo/client/react'
import { useState } from 'react'
import { tellChange } from '../../components/tell.tsx'
import { useChange } from '../../components/use-change.ts'
import {
  OpenForeignBindingDocument,
  type OpenForeignBindingMutation,
  type SentSignatureRowFragment,
  SignForeignBindingDocument,
} from '../../graphql/documents.generated.ts'
import { type DocumentPlace, parseDocumentLink } from './document-link.ts'
import { sentWords } from './sent-words.ts'
import { afterSending } from './use-sent.ts'

export type ForeignDocument = NonNullable<OpenForeignBindingMutation['change']['document']>

interface Typed extends DocumentPlace {
  readonly link: string
}

/**
 * A document of somebody else on its way to being signed.
 * @param link where it is, when that is known; empty otherwise
 */
export function useForeign(
  link: string,
  onBusy: (busy: boolean) => void,
  onSigned: (id: string) => void,
) {
  const [typed, setTyped] = useState<Typed>(() => {
    const read = parseDocumentLink(link)
    return { link, ename: '', id: '', ...('place' in read && read.place) }
  })
  const [document, setDocument] = useState<ForeignDocument | null>(null)
  const [open] = useMutation(OpenForeignBindingDocument, { fetchPolicy: 'no-cache' })
  const [send] = useMutation(SignForeignBindingDocument, {
    ...{ fetchPolicy: 'no-cache' as const },
    ...afterSending,
  })
  const { change, refusals, sending, clear } = useChange()

  const type = (part: Partial<Typed>) => {
    clear()
    setTyped({ ...typed, ...part })
  }
  const find = async (place: DocumentPlace) => {
    let found: ForeignDocument | null = null
    const refused = await change(async () => {
      const answer = await open({ variables: place })
      found = answer.data?.change.document ?? null
      return answer
    })
    if (!refused) setDocument(found)
  }
  const back = () => {
    clear()
    setDocument(null)
  }
  const sign = async () => {
    if (!document) return
    const { vault: ename, id, digest } = document
    const sent: SentSignatureRowFragment[] = []
    onBusy(true)
    const refused = await change(async () => {
      const answer = await send({ variables: { ename, id, digest } })
      if (answer.data?.change.signature) sent.push(answer.data.change.signature)
      return answer
    })
    onBusy(false)
    const [signature] = sent
    if (refused || !signature) return
    onSigned(signature.id)
    const { word, meaning } = sentWords[signature.state]
    tellChange(word, signature.reason ?? meaning)
  }
  return { typed, type, document, find, back, sign, refusals, sending }
}
