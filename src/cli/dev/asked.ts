import { readSessionRequest, type SessionRequest } from '../../w3id/session-request.ts'

/** The link of `/?uri=…`. Written without escapes, it has parameters that look like ours. */
export function readLink(url: string): string | null {
  const [, text = ''] = /^[^?]*\?(?:.*&)?uri=(.*)$/.exec(url) ?? []
  if (/^w3ds:/i.test(text)) return text
  return new URLSearchParams(url.split('?')[1]).get('uri')
}

/** What a link asks for, or why it is none. */
export type Asked = { readonly uri: string } & (
  | { readonly request: SessionRequest }
  | { readonly problem: string }
)

/** Reads a link as the app does. */
export function readAsked(uri: string): Asked {
  try {
    return { uri, request: readSessionRequest(uri) }
  } catch (error) {
    if (error instanceof TypeError) return { uri, problem: `${error.message}.` }
    throw error
  }
}
