import { randomBytes } from 'node:crypto'
import { LoginError, type LoginOffer, VaultError } from 'evault-desktop/web3-adapter'
import type { Context, Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { limitBody } from '../forms.ts'
import { layout } from '../pages/layout.ts'
import { loginPage, refusalPage } from '../pages/login.ts'
import type { Platform } from '../platform.ts'
import { sessionSeconds } from '../sessions.ts'

const mostOffers = 10_000
const offerSeconds = 10 * 60

/** Where wallets post what they signed. */
export function loginAnswer(app: Hono, { login }: Platform): void {
  app.post('/login/answer', limitBody(64 * 1024), async (c) => {
    try {
      await login.accept(await c.req.json().catch(() => null))
      return c.json({ success: true })
    } catch (error) {
      if (!(error instanceof LoginError)) throw error
      return c.json({ success: false, error: error.message }, error.status)
    }
  })
}

/**
 * Login with a wallet: the page shows an offer, the wallet signs it and posts to `/login/answer`,
 * the page hears of it and enters.
 */
export function loginRoutes(app: Hono, platform: Platform): void {
  const { login, sessions, murmurs, adapter, url, wallet } = platform
  const cookie = { ...cookieOf(url), maxAge: offerSeconds }
  // By a cookie of the browser they were shown to: whoever else has seen the code cannot enter.
  const offers = new Map<string, LoginOffer>()

  const offerOf = (c: Context) => offers.get(getCookie(c, 'murmur_offer') ?? '') ?? null
  const outcomeOf = (c: Context) => {
    const offer = offerOf(c)
    return offer === null ? 'expired' : login.outcome(offer.session)
  }
  const newOffer = (c: Context) => {
    const [oldest] = offers.keys()
    if (oldest !== undefined && offers.size >= mostOffers) offers.delete(oldest)
    const browser = randomBytes(32).toString('base64url')
    const offer = login.offer()
    offers.set(browser, offer)
    setCookie(c, 'murmur_offer', browser, cookie)
    return offer
  }

  app.get('/login', (c) => {
    const known = outcomeOf(c) === 'expired' ? null : offerOf(c)
    const { uri } = known ?? newOffer(c)
    const walletUrl = wallet === null ? null : `${wallet}/?uri=${encodeURIComponent(uri)}`
    const body = loginPage({ uri, walletUrl })
    return c.html(layout({ title: 'Log in', body, viewer: null }))
  })

  app.get('/login/outcome', (c) => {
    const outcome = outcomeOf(c)
    return c.json({ state: typeof outcome === 'string' ? outcome : 'signed' })
  })

  app.post('/login/enter', async (c) => {
    const outcome = outcomeOf(c)
    if (typeof outcome === 'string') return c.redirect('/login', 303)
    try {
      // First what is in their vault: if they are known there, it says who they are.
      await adapter.follow(outcome.ename)
    } catch (error) {
      if (!(error instanceof VaultError)) throw error
      const isRefused = error.code === 'CONSENT_REQUIRED' || error.code === 'FORBIDDEN'
      const body = refusalPage(isRefused, url)
      return c.html(layout({ title: 'Not yet', body, viewer: null }), isRefused ? 403 : 503)
    }
    const session = sessions.begin(murmurs.accountOf(outcome.ename).id)
    offers.delete(getCookie(c, 'murmur_offer') ?? '')
    deleteCookie(c, 'murmur_offer', cookieOf(url))
    setCookie(c, 'murmur_session', session, { ...cookieOf(url), maxAge: sessionSeconds })
    return c.redirect('/', 303)
  })
}

/** Cookies that scripts cannot read and other sites' forms do not send. */
export function cookieOf(url: string) {
  return { path: '/', httpOnly: true, sameSite: 'Lax', secure: url.startsWith('https:') } as const
}
