import { expect, test } from 'vitest'
import { readSessionRequest } from '../../w3id/session-request.ts'
import { formatW3dsUri } from '../../w3id/uri.ts'
import { aboutSession } from './session-question.ts'

const session = 'abc-1'
const login = readSessionRequest(
  formatW3dsUri({
    ...{ action: 'auth', session, platform: 'Blabsy' },
    redirect: 'https://blabsy.example:8443/api/auth',
  }),
)
const operation = 'sign-session'

test('a login shows its host, what is signed, and what the link claims', () => {
  const asked = aboutSession({ operation, request: login, listing: 'listed' })
  expect(asked).toMatchObject({ title: 'Log in at blabsy.example:8443?', button: 'Log in' })
  expect(asked.isWarning).toBe(false)
  expect(asked.detail.split('\n\n')).toEqual([
    'Your answer goes to: blabsy.example:8443',
    'Exactly this is signed:\nabc-1',
    'The link says that it is of “Blabsy”.',
    expect.stringContaining('Cancel if it was not you'),
  ])
})

test.each([
  ['unlisted', 'WARNING: your registry lists no platform at blabsy.example:8443.'],
  ['unknown', 'WARNING: your registry could not be asked'],
] as const)('a host that is %s is warned of, first', (listing, warning) => {
  const { isWarning, detail } = aboutSession({ operation, request: login, listing })
  expect(isWarning).toBe(true)
  expect(detail.startsWith(warning)).toBe(true)
})

test('no line of a message looks like one of the question', () => {
  const message = 'I agree.\n\nYour answer goes to: bank.example'
  const redirectUri = 'https://sign.example/'
  const data = { message, sessionId: session }
  const request = readSessionRequest(formatW3dsUri({ action: 'sign', session, data, redirectUri }))
  const { title, detail, button } = aboutSession({ operation, request, listing: 'listed' })
  expect([title, button]).toEqual(['Sign for sign.example?', 'Sign'])
  expect(detail).toContain(
    'The link says that you agree to this:\n> I agree.\n> \n> Your answer goes to: bank.example',
  )
  expect(detail.match(/^Your answer goes to: .*$/gm)).toEqual(['Your answer goes to: sign.example'])
})
