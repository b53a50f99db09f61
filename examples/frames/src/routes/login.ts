import { randomBytes } from 'node:crypto'
import { LoginError, type LoginOffer, VaultError } from 'evault-desktop/web3-adapter'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readCookie, writeCookie } from '../cookies.ts'
import type { Frames } from '../frames.ts'
import { PageError } from '../page-error.ts'
import { layout } from '../pages/layout.ts'
import { loginPage } from '../pages/login.ts'

const mostOffers = 10_000
const offerSeconds = 10 * 60
const sessionSeconds = 30 * 24 * 60 * 60

/**
 * Login with a wallet: the page shows an offer, the wallet signs it and posts to `/login/answer`,
 * the page hears of it and enters.
 */
export function loginRoutes(app: FastifyInstance, frames: Frames): void {
  const { login, sessions, documents, adapter, url, wallet } = frames
  const isSecure = url.startsWith('https:')
  // By a cookie of the browser they were shown to: whoever else has seen the code cannot enter.
  const offers = new Map<string, LoginOffer>()

  const offerOf = (request: FastifyRequest) =>
    offers.get(readCookie(request, 'frames_offer') ?? '') ?? null
  const outcomeOf = (request: FastifyRequest) => {
    const offer = offerOf(request)
    return offer === null ? 'expired' : login.outcome(offer.session)
  }
  const newOffer = (reply: FastifyReply) => {
    const [oldest] = offers.keys()
    if (oldest !== undefined && offers.size >= mostOffers) offers.delete(oldest)
    const browser = randomBytes(32).toString('base64url')
    const offer = login.offer()
    offers.set(browser, offer)
    writeCookie(reply, { name: 'frames_offer', value: browser, seconds: offerSeconds, isSecure })
    return offer
  }

  app.get('/login', async (request, reply) => {
    const known = outcomeOf(request) === 'expired' ? null : offerOf(request)
    const { uri } = known ?? newOffer(reply)
    const walletUrl = wallet === null ? null : `${wallet}/?uri=${encodeURIComponent(uri)}`
    const body = loginPage({ uri, walletUrl })
    return reply
      .type('text/html; charset=utf-8')
      .send(layout({ title: 'Log in', body, viewer: null }))
  })

  app.get('/login/outcome', async (request) => {
    const outcome = outcomeOf(request)
    return { state: typeof outcome === 'string' ? outcome : 'signed' }
  })

  app.post('/login/answer', { config: { isForMachines: true } }, async (request, reply) => {
    try {
      await login.accept(request.body)
      return { success: true }
    } catch (error) {
      if (!(error instanceof LoginError)) throw error
      return reply.code(error.status).send({ success: false, error: error.message })
    }
  })

  app.post('/login/enter', async (request, reply) => {
    const outcome = outcomeOf(request)
    if (typeof outcome === 'string') return reply.redirect('/login', 303)
    // First what is in their vault: if they are known there, it says who they are.
    await adapter.follow(outcome.ename).catch((error: unknown) => {
      const mayAllow = error instanceof VaultError && error.code === 'CONSENT_REQUIRED'
      throw mayAllow
        ? new PageError(403, 'Your vault asks you first: allow frames there, then log in again.')
        : new PageError(503, 'Your vault does not answer now. Try to log in again.')
    })
    const person = await documents.personOf(outcome.ename)
    const session = await sessions.begin(person.id)
    offers.delete(readCookie(request, 'frames_offer') ?? '')
    writeCookie(reply, {
      name: 'frames_session',
      value: session,
      seconds: sessionSeconds,
      isSecure,
    })
    return reply.redirect('/', 303)
  })
}
