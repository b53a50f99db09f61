const timeoutMs = 30_000

/** What was refused, in the words of who refused it. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/**
 * Posts JSON to an address of this computer and reads JSON.
 * @throws Refused for any status but 2xx, or for what `isAnswer` lets through
 */
export async function postJson(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  isAnswer: (json: unknown) => boolean = () => false,
): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  })
  const text = await response.text()
  const json = parse(text)
  if (response.ok || isAnswer(json)) return json
  throw new Refused(response.status, `${url} answered ${response.status}: ${text}`)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
