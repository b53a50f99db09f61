import { vaultWords } from './vault-words.ts'

/** Why the vault did not make a change, and which field of it that is about. */
export interface FieldRefusal {
  readonly field: string | null
  readonly message: string
  /** null or missing where the window itself says it. */
  readonly code?: string | null
}

/** Refusals at the field they name; those of no field of the form together under `form`. */
export function refusalsByField<F extends string>(
  refusals: readonly FieldRefusal[],
  fields: readonly F[],
): { [K in F | 'form']?: string } {
  const errors: { [K in F | 'form']?: string } = {}
  for (const { field, message, code = null } of refusals) {
    const at: F | 'form' = fields.find((one) => one === field) ?? 'form'
    const text = vaultWords({ code, message: withoutField(message, field) })
    errors[at] = errors[at] ? `${errors[at]} ${text}` : text
  }
  return errors
}

/** Its place names the field already. */
function withoutField(message: string, field: string | null): string {
  const prefix = `${field}: `
  if (!message.startsWith(prefix)) return message
  const text = message.slice(prefix.length)
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}
