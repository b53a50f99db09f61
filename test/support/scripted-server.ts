import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { listenOn } from './listen.ts'

/** What a server does with a request whose body was read. */
export type Answer = (
  request: IncomingMessage & { readonly text: string },
  response: ServerResponse,
) => void

/** A server on 127.0.0.1 that answers as a test wants. */
export interface ScriptedServer extends AsyncDisposable {
  readonly url: string
  /** `METHOD /path` of each request. */
  readonly seen: string[]
  answer(next: Answer): void
}

export async function openScriptedServer(): Promise<ScriptedServer> {
  const seen: string[] = []
  let answer: Answer = (_, response) => void response.writeHead(500).end()
  const server = createServer(async (request, response) => {
    const text = (await request.setEncoding('utf8').toArray()).join('')
    seen.push(`${request.method} ${request.url}`)
    answer(Object.assign(request, { text }), response)
  })
  const url = `http://127.0.0.1:${await listenOn(server)}`
  return {
    ...{ url, seen },
    answer(next) {
      answer = next
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The answers to what is asked in turn, the last one again and again; `HEAD` is always fine. */
export function inTurn(...answers: Answer[]): Answer {
  return (request, response) => {
    if (request.method === 'HEAD') return void response.writeHead(200).end()
    const next = answers.length > 1 ? answers.shift() : answers[0]
    next?.(request, response)
  }
}

export function answerJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
