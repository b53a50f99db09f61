import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import type { BindingDocumentType } from '../../graphql/documents.generated.ts'
import { typeOf } from './document-types.ts'

const openables = ['waiting', 'document', 'sent'] as const

/** What is open at the right: a signature that waits, a document of this vault, or one sent. */
export interface Open {
  readonly kind: (typeof openables)[number]
  readonly id: string
}

export interface Place {
  readonly list: 'own' | 'sent'
  /** Which documents are listed; null for all. */
  readonly type: BindingDocumentType | null
  readonly open: Open | null
}

/** The Bindings screen's place in the address: so back works. */
export function useBindingsAddress() {
  const [params, setParams] = useSearchParams()
  const place = useMemo(() => placeAt(params), [params])
  const go = useCallback(
    (change: Partial<Place>, replace = false) =>
      setParams(searchOf({ ...place, ...change }), { replace }),
    [place, setParams],
  )
  return { ...place, go }
}

function placeAt(params: URLSearchParams): Place {
  const kind = openables.find((one) => params.has(one))
  return {
    list: params.get('list') === 'sent' ? 'sent' : 'own',
    type: typeOf(params.get('type')),
    open: kind ? { kind, id: params.get(kind) ?? '' } : null,
  }
}

/** The query string of a place. */
export function searchOf({ list, type, open }: Place): string {
  const params = new URLSearchParams()
  if (list === 'sent') params.set('list', list)
  if (type !== null) params.set('type', type)
  if (open !== null) params.set(open.kind, open.id)
  return params.toString()
}
