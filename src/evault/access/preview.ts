import { RequestError } from '../errors.ts'
import type { Rules } from './authorise.ts'
import { authoriseView, type Grant } from './authorise.ts'
import type { Consent } from './consents.ts'

/** What a platform would read; null for nothing at all. */
export interface AccessPreview {
  readonly grant: Grant<'read'> | null
}

/** What a platform would read with such a consent. */
export function previewConsent(
  { ename }: Grant<'oversee'>,
  consent: Consent,
  policy: Rules['policy'],
): AccessPreview {
  const { platform, verified } = consent
  const caller = { kind: 'platform', platform, verified, thisComputer: false } as const
  try {
    return { grant: authoriseView(caller, 'read', ename, { policy, consent }) }
  } catch (error) {
    if (error instanceof RequestError) return { grant: null }
    throw error
  }
}
