import { useMutation } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { type RefObject, useState } from 'react'
import { shortenId } from '../../components/shorten-id.ts'
import { tellChange } from '../../components/tell.tsx'
import { useChange } from '../../components/use-change.ts'
import {
  ApproveSignatureDocument,
  RejectSignatureDocument,
  WaitingSignaturesDocument,
} from '../../graphql/documents.generated.ts'
import { useVault } from '../vault/vault-context.tsx'
import { rowId } from './list-row.tsx'
import { providerHost } from './party.tsx'
import type { Place } from './use-bindings-address.ts'
import type { WaitingSignature } from './use-waiting.ts'

interface Circumstances {
  readonly waiting: readonly WaitingSignature[]
  readonly open: Place['open']
  readonly go: (change: Partial<Place>, replace: boolean) => void
  /** Takes the focus when the last one is answered. */
  readonly heading: RefObject<HTMLElement | null>
}

const afterAnswer = { refetchQueries: [WaitingSignaturesDocument], awaitRefetchQueries: true }

/** The owner’s answers to the opened signature that waits, which lead on to the next one. */
export function useAnswers(now: Circumstances) {
  const { writable } = useVault()
  const [drawnId, setDrawnId] = useState<string | null>(null)
  const [refusing, setRefusing] = useState(false)
  const [told, setTold] = useState('')
  const onAnswered: OnAnswered = (answered, title, message) => {
    setTold(`${title}. ${message}`)
    // A notification would lie over the answers to the next one.
    if (!moveOn(now, answered)) tellChange(title, message)
  }
  const approval = useApproval(onAnswered)
  const refusal = useRefusal()
  const { open, waiting } = now
  const item = open?.kind === 'waiting' ? waiting.find(({ id }) => id === open.id) : undefined
  // Nothing is answered before it was seen.
  const canAnswer = writable && !approval.sending && item !== undefined && drawnId === item.id
  return {
    item,
    canAnswer,
    /** For those who do not see the row go. */
    told,
    refusing,
    approval,
    refusal,
    setDrawnId,
    approve: () => void (canAnswer && approval.approve(item)),
    askRefusal: () => canAnswer && setRefusing(true),
    stopRefusal: () => setRefusing(false),
    refuse: async () => {
      if (!item || !(await refusal.refuse(item))) return
      setRefusing(false)
      const name = nameOf(item)
      onAnswered(item, t`Refused`, t`The signature of ${name} was dropped.`)
    },
  }
}

type OnAnswered = (item: WaitingSignature, title: string, message: string) => void

function useApproval(onAnswered: OnAnswered) {
  const [send] = useMutation(ApproveSignatureDocument, afterAnswer)
  const { change, refusals, sending } = useChange()
  const [askedId, setAskedId] = useState<string | null>(null)
  const approve = async (item: WaitingSignature) => {
    setAskedId(item.id)
    if (await change(() => send({ variables: { id: item.id } }))) return
    const name = nameOf(item)
    onAnswered(item, t`Approved`, t`The signature of ${name} is under your document now.`)
  }
  const refusalsOf = ({ id }: WaitingSignature) => (id === askedId ? refusals : [])
  return { approve, refusalsOf, sending }
}

function useRefusal() {
  const [send] = useMutation(RejectSignatureDocument, afterAnswer)
  const identityChange = useChange()
  const refuse = async (item: WaitingSignature) => {
    const refused = await identityChange.change(async () => {
      const { data } = await send({ variables: { id: item.id } })
      const gone = { field: null, message: t`It waits no more: it was answered meanwhile.` }
      return { data: { change: { errors: data?.rejectSignature ? [] : [gone] } } }
    })
    return refused === null
  }
  return { ...identityChange, refuse }
}

/** Opens the neighbour of what was answered and gives it the focus; false when there is none. */
function moveOn({ waiting, go, heading }: Circumstances, item: WaitingSignature): boolean {
  const at = waiting.findIndex(({ id }) => id === item.id)
  const next = waiting[at + 1] ?? waiting[at - 1]
  const open = next ? ({ kind: 'waiting', id: next.id } as const) : null
  go({ open }, true)
  const row = open && document.getElementById(rowId(open))
  const target = row ?? heading.current
  target?.focus()
  return next !== undefined
}

/** What a signer is called in a sentence. */
export function nameOf({ signer }: Pick<WaitingSignature, 'signer'>): string {
  return providerHost(signer) ?? shortenId(signer)
}
