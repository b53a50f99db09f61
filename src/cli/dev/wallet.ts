import type { FastifyInstance } from 'fastify'
import type pino from 'pino'
import { z } from 'zod'
import { createLoopbackServer, isFromWebPage, listen } from '../../evault/http/listener.ts'
import { readAsked, readLink } from './asked.ts'
import { answerLink, NotSigned } from './owner-call.ts'
import type { DevPerson } from './people.ts'
import { pageHeaders, renderWallet } from './wallet-page.ts'

/** A wallet in the browser, for everybody of a development network. */
export interface Wallet extends AsyncDisposable {
  /** `http://localhost:PORT` */
  readonly url: string
  readonly port: number
}

const signSchema = z.strictObject({ ename: z.string().min(1), uri: z.string().min(1).max(8192) })

/**
 * Opens the wallet on this computer: a page that shows what a platform asks for and signs when
 * somebody presses the button, and `POST /sign {ename, uri}` for scripts. Other web pages may lead to
 * the page, and can neither frame it nor sign.
 * @throws the system's error when no port can be had
 */
export async function openWallet(
  port: number,
  people: readonly DevPerson[],
  log: pino.Logger,
): Promise<Wallet> {
  const app = createLoopbackServer(log)
  servePage(app, people)
  serveSigning(app, people)
  const listener = await listen(app, port)
  return {
    url: `http://localhost:${listener.port}`,
    port: listener.port,
    [Symbol.asyncDispose]: () => listener[Symbol.asyncDispose](),
  }
}

function servePage(app: FastifyInstance, people: readonly DevPerson[]): void {
  app.get('/', async (request, reply) => {
    const uri = readLink(request.url)
    const asked = uri === null ? null : readAsked(uri)
    const isBad = asked !== null && 'problem' in asked
    return reply
      .code(isBad ? 400 : 200)
      .headers(pageHeaders)
      .send(renderWallet(people, asked))
  })
}

function serveSigning(app: FastifyInstance, people: readonly DevPerson[]): void {
  app.post('/sign', async (request, reply) => {
    if (isFromWebPage(request.headers)) {
      return reply.code(403).send({ error: 'No other web page may have anything signed.' })
    }
    const { data: asked } = signSchema.safeParse(request.body)
    if (asked === undefined) {
      return reply.code(400).send({ error: 'Send {"ename": "@…", "uri": "w3ds://…"}.' })
    }
    const person = people.find(({ vault }) => vault.ename === asked.ename)
    if (person === undefined) {
      return reply.code(404).send({ error: `Nobody here is ${asked.ename}.` })
    }
    try {
      const answered = await answerLink(person.vault.owner, asked.uri)
      return reply.code(answered.state === 'delivered' ? 200 : 502).send(answered)
    } catch (error) {
      if (!(error instanceof NotSigned)) throw error
      return reply.code(400).send({ error: error.message })
    }
  })
}
