import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Platforms, platformOf } from '../awareness/platforms.ts'
import { platformSubscription } from '../awareness/subscription.ts'
import { RequestError } from '../errors.ts'
import type { ContextFor } from './request-context.ts'
import { defineRoute, type Route, refusal } from './route.ts'

interface Means {
  readonly platforms: Pick<Platforms, 'find' | 'subscribe'>
  readonly contextFor: ContextFor
}

const refusals = {
  400: refusal('The header or the body is missing or not valid.'),
  401: refusal('The token is missing or not valid.'),
  403: refusal('Not a platform, or the owner does not let it read, or has not decided.'),
  404: refusal('This server holds no vault of that eName.'),
}
const refusalsOfChanges = { ...refusals, 409: refusal('The vault has moved.') }

/**
 * How a platform wants to be told of changes in a vault. Beside the protocol: the awareness seed names
 * subscriptions and references as what is to come.
 */
export function subscriptionRoutes({ platforms, contextFor }: Means): Route[] {
  /** Where the vault has moved, packets come from there. */
  async function grantOfChange(request: FastifyRequest) {
    const { caller, grant, services } = await contextFor(request)
    const granted = grant('read')
    services.standings.refuseWrite(granted.ename, caller)
    return granted
  }

  return [
    defineRoute({
      method: 'PUT',
      path: '/subscription',
      summary: 'How the platform that asks wants to be told of changes',
      description: 'What the owner has set for it goes before this.',
      needs: 'ename-and-token',
      body: platformSubscription,
      answers: {
        200: { description: 'It is kept.', schema: platformSubscription },
        ...refusalsOfChanges,
      },
      async handle({ body, request }) {
        await platforms.subscribe(await grantOfChange(request), body)
        return body
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/subscription',
      summary: 'What it has said of that',
      needs: 'ename-and-token',
      answers: {
        200: { description: 'Its subscription.', schema: platformSubscription },
        ...refusals,
        404: refusal('It has said nothing, or this server holds no vault of that eName.'),
      },
      async handle({ request }) {
        const { grant } = await contextFor(request)
        const { ename, caller } = grant('read')
        const kept = platforms.find(ename, platformOf(caller))?.subscription
        if (kept == null) throw new RequestError('NOT_FOUND', 'There is no subscription.')
        return kept
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/subscription',
      summary: 'It is told as the owner has set it, and nothing else',
      needs: 'ename-and-token',
      answers: {
        200: { description: 'It is gone.', schema: z.object({ success: z.boolean() }) },
        ...refusalsOfChanges,
      },
      async handle({ request }) {
        await platforms.subscribe(await grantOfChange(request), null)
        return { success: true }
      },
    }),
  ]
}
