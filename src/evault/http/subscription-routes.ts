import { z } from 'zod'
import { type Platforms, platformOf } from '../awareness/platforms.ts'
import { RequestError } from '../errors.ts'
import type { ContextFor } from './request-context.ts'
import { defineRoute, type Route, refusal } from './route.ts'

interface Means {
  readonly platforms: Pick<Platforms, 'find' | 'subscribe'>
  readonly contextFor: ContextFor
}

const subscription = z.object({
  byReference: z.boolean().describe('Packets with `envelopeHash` in place of `data`.'),
  deletions: z.boolean().describe('Packets about deletions, too.'),
  ontologies: z.array(z.string().min(1).max(200)).nullable().describe('Of these only; null: all.'),
})
const refusals = {
  400: refusal('The header or the body is missing or not valid.'),
  401: refusal('The token is missing or not valid.'),
  403: refusal('Not a platform, or the owner does not let it read, or has not decided.'),
  404: refusal('This server holds no vault of that eName.'),
}

/**
 * How a platform wants to be told of changes in a vault. Beside the protocol: the awareness seed names
 * subscriptions and references as what is to come.
 */
export function subscriptionRoutes({ platforms, contextFor }: Means): Route[] {
  return [
    defineRoute({
      method: 'PUT',
      path: '/subscription',
      summary: 'How the platform that asks wants to be told of changes',
      description: 'What the owner has set for it goes before this.',
      needs: 'ename-and-token',
      body: subscription,
      answers: { 200: { description: 'It is kept.', schema: subscription }, ...refusals },
      async handle({ body, request }) {
        const { grant } = await contextFor(request)
        await platforms.subscribe(grant('read'), body)
        return body
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/subscription',
      summary: 'What it has said of that',
      needs: 'ename-and-token',
      answers: {
        200: { description: 'Its subscription.', schema: subscription },
        ...refusals,
        404: refusal('It has said nothing, or this server holds no vault of that eName.'),
      },
      async handle({ request }) {
        const { grant } = await contextFor(request)
        const { ename, caller } = grant('read')
        const kept = platforms.find(ename, platformOf(caller))?.subscription
        if (kept == null) throw new RequestError('NOT_FOUND', 'There is no subscription.')
        return { ...kept, ontologies: kept.ontologies === null ? null : [...kept.ontologies] }
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/subscription',
      summary: 'It is told as the owner has set it, and nothing else',
      needs: 'ename-and-token',
      answers: {
        200: { description: 'It is gone.', schema: z.object({ success: z.boolean() }) },
        ...refusals,
      },
      async handle({ request }) {
        const { grant } = await contextFor(request)
        await platforms.subscribe(grant('read'), null)
        return { success: true }
      },
    }),
  ]
}
