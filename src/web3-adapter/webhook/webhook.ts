import type { Webhook, WebhookOptions } from './types.ts'

/** Makes the receiver of what vaults tell. */
export function createWebhook(_options: WebhookOptions): Webhook {
  throw new Error('Not there yet')
}
