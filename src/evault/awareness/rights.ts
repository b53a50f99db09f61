import { authorise, type Grant } from '../access/authorise.ts'
import type { Consents } from '../access/consents.ts'
import type { Settings } from '../access/settings.ts'
import { RequestError } from '../errors.ts'

/** What decides who may read. */
export interface RightsMeans {
  readonly settings: Pick<Settings, 'of'>
  readonly consents: Pick<Consents, 'of'>
}

/**
 * What a platform may read that is told of changes: the same as if it asked for it from another
 * computer. null for nothing at all.
 */
export function rightsOf(
  { settings, consents }: RightsMeans,
  ename: string,
  platform: string,
): Grant<'read'> | null {
  // The packet goes to the platform's own address, so it is the one that proved itself, if one did.
  const consent = consents.of(ename, { platform, verified: true })
  const verified = consent?.verified ?? false
  const caller = { kind: 'platform', platform, verified, thisComputer: false } as const
  try {
    return authorise(caller, 'read', ename, { policy: settings.of(ename), consent })
  } catch (error) {
    if (error instanceof RequestError) return null
    throw error
  }
}
