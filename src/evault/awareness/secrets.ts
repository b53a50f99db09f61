import { randomBytes } from 'node:crypto'
import type { KeyCustody } from '../keys/custody.ts'

/** The secrets that packets are signed with: in the keychain, and in memory once they were used. */
export interface DeliverySecrets {
  /** null where there is none. */
  of(ename: string, platform: string): Promise<string | null>
  /** Makes a new one in place of what there was. */
  make(ename: string, platform: string): Promise<string>
  remove(ename: string, platform: string): Promise<void>
}

export function createDeliverySecrets(
  custody: Pick<KeyCustody, 'webhookSecret' | 'setWebhookSecret'>,
): DeliverySecrets {
  const held = new Map<string, string | null>()
  const nameOf = (ename: string, platform: string) => `${ename}/${platform}`

  async function keep(name: string, secret: string | null): Promise<void> {
    await custody.setWebhookSecret(name, secret)
    held.set(name, secret)
  }
  return {
    async of(ename, platform) {
      const name = nameOf(ename, platform)
      const known = held.get(name)
      if (known !== undefined) return known
      const secret = await custody.webhookSecret(name)
      held.set(name, secret)
      return secret
    },
    async make(ename, platform) {
      const secret = randomBytes(32).toString('base64url')
      await keep(nameOf(ename, platform), secret)
      return secret
    },
    remove: (ename, platform) => keep(nameOf(ename, platform), null),
  }
}
