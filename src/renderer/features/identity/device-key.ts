import { t } from '@lingui/core/macro'
import { decodePublicKey, encodePublicKey } from '../../../w3id/keys.ts'
import { type FieldRefusal, refusalsByField } from '../../components/field-refusals.ts'
import type { IdentityPartsFragment } from '../../graphql/documents.generated.ts'

export type IdentityKey = IdentityPartsFragment['keys'][number]

export interface DeviceDraft {
  readonly device: string
  /** Multibase, as it was typed. */
  readonly publicKey: string
}

export type DeviceErrors = { [F in keyof DeviceDraft | 'form']?: string }

/** What to send for a new device, or what is wrong with it, at the field it is about. */
export function prepareDevice(
  draft: DeviceDraft,
  known: readonly IdentityKey[],
): { readonly input: DeviceDraft } | { readonly errors: DeviceErrors } {
  const device = draft.device.trim()
  const { publicKey, problem } = readKey(draft.publicKey.trim(), known)
  const errors: DeviceErrors = {}
  if (device === '') errors.device = t`Give the device a name, to know it again.`
  if (problem) errors.publicKey = problem
  return device === '' || publicKey === null ? { errors } : { input: { device, publicKey } }
}

type ReadKey =
  | { readonly publicKey: string; readonly problem: null }
  | { readonly publicKey: null; readonly problem: string }

function readKey(text: string, known: readonly IdentityKey[]): ReadKey {
  const wrong = (problem: string) => ({ publicKey: null, problem })
  if (text === '') return wrong(t`Paste the public key that the device shows.`)
  try {
    const publicKey = encodePublicKey(decodePublicKey(text))
    const same = known.find((key) => key.publicKey === publicKey)
    if (same?.state === 'current') return wrong(t`This key speaks for you already.`)
    if (same) return wrong(t`This key was in use before and can’t come back.`)
    return { publicKey, problem: null }
  } catch (error) {
    return wrong(error instanceof TypeError ? `${error.message}.` : t`This is no public key.`)
  }
}

/** The server's errors, each at the field it names. */
export function deviceErrorsOf(refusals: readonly FieldRefusal[]): DeviceErrors {
  return refusalsByField(refusals, ['device', 'publicKey'])
}
