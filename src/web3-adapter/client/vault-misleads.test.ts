import { afterEach, beforeEach, expect, test } from 'vitest'
import { embeddedRegistryPerTest } from '../../../test/support/embedded-registry.ts'
import {
  type Answer,
  inTurn,
  answerJson as json,
  openScriptedServer,
  type ScriptedServer,
} from '../../../test/support/scripted-server.ts'
import { createVaultClient } from './vault-client.ts'

const registry = await embeddedRegistryPerTest()
const ename = '@bad.w3id'

let vault: ScriptedServer
beforeEach(async () => {
  vault = await openScriptedServer()
  await registry.register({ ename, uri: vault.url, evault: 'bad' })
})
afterEach(() => vault[Symbol.asyncDispose]())

const clientOf = () =>
  createVaultClient({ registry: registry.url(), platform: 'https://murmur.example.com' })

test('a choice that a vault does not offer is told apart from a vault that is away', async () => {
  const choice = { byReference: true, deletions: true, ontologies: ['a-type'] }
  const bodies: unknown[] = []
  vault.answer((request, response) => {
    bodies.push([request.method, request.url, JSON.parse(request.text)])
    response.writeHead(204).end()
  })
  expect(await clientOf().subscribe(ename, choice)).toBe('subscribed')
  expect(bodies).toEqual([['PUT', '/subscription', choice]])
  for (const status of [404, 405, 501]) {
    vault.answer(inTurn((_, response) => void response.writeHead(status).end('Cannot PUT')))
    expect(await clientOf().subscribe(ename, choice)).toBe('unsupported')
  }
  vault.answer((_, response) => void response.writeHead(404).end('no tunnel'))
  await expect(clientOf().subscribe(ename, choice)).rejects.toMatchObject({ code: 'UNREACHABLE' })
  vault.answer(inTurn((_, response) => json(response, { error: 'Ask the owner' }, 403)))
  await expect(clientOf().subscribe(ename, choice)).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test('whoever else has a file gets no token, and nobody is followed further than once', async () => {
  await using store = await openScriptedServer()
  const headers: unknown[] = []
  store.answer((request, response) => {
    headers.push([request.headers.authorization, request.headers['x-ename']])
    response.writeHead(200, { 'set-cookie': 'a=b', 'content-type': 'image/png' }).end('bytes')
  })
  const to = (location: string): Answer => {
    return (_, response) => void response.writeHead(302, { location }).end()
  }
  const open = () => clientOf().openFile(`w3ds://file?id=${ename}/a-file`)
  vault.answer(inTurn(to(`${store.url}/a.png`)))
  const opened = await open()
  expect(await opened.text()).toBe('bytes')
  expect(headers).toEqual([[undefined, undefined]])
  expect([...opened.headers.keys()]).not.toContain('set-cookie')
  for (const place of ['ftp://a.example/x', 'file:///etc/passwd', 'http://u:p@a.example/']) {
    vault.answer(inTurn(to(place)))
    await expect(open()).rejects.toMatchObject({ code: 'BAD_ANSWER', isFinal: true })
  }
  store.answer(to('/again'))
  vault.answer(inTurn(to(store.url)))
  await expect(open()).rejects.toMatchObject({ code: 'BAD_ANSWER' })
})

test('a file that breaks off is an error for who reads it', async () => {
  vault.answer(
    inTurn((_, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('half')
      setTimeout(() => response.destroy(), 50)
    }),
  )
  const opened = await clientOf().openFile(`w3ds://file?id=${ename}/a-file`)
  await expect(opened.text()).rejects.toThrow()
})
