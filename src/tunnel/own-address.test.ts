import { createServer } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { expect, test } from 'vitest'
import { listenBehindTunnel } from '../../test/support/behind-tunnel.ts'
import { freePort } from '../../test/support/listen.ts'
import { createOwnAddress } from './own-address.ts'
import { causeOf, publicOrigin } from './tunnel.ts'

const forever = new AbortController().signal

function ownAddress(port: number, address = '127.0.0.1', behindProxy = false) {
  const listen = { address, port }
  return createOwnAddress({ publicUrl: 'http://vault.example', listen, behindProxy })
}

const echo = () => createServer((request, response) => request.pipe(response))

async function ask(port: number, body: string): Promise<string> {
  const headers = { connection: 'close' }
  return (await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body, headers })).text()
}

test('what comes to the own address reaches the port behind it, until it is closed', async () => {
  await using behind = await listenBehindTunnel(echo())
  const port = await freePort()
  const connection = await ownAddress(port).connect(behind.port, forever)
  expect(connection.publicUrl).toBe('http://vault.example')
  const large = 'x'.repeat(5_000_000)
  expect(await ask(port, large)).toBe(large)
  expect(behind.lines).toEqual([
    expect.stringMatching(new RegExp(`^PROXY TCP4 127.0.0.1 127.0.0.1 \\d+ ${behind.port}$`)),
  ])
  await connection[Symbol.asyncDispose]()
  await expect(ask(port, 'x')).rejects.toThrow()
})

test('who comes over IPv6 and who comes over IPv4 to an IPv6 listener are told apart', async () => {
  await using behind = await listenBehindTunnel(echo())
  const port = await freePort()
  await using _connection = await ownAddress(port, '::').connect(behind.port, forever)
  await fetch(`http://[::1]:${port}`, { headers: { connection: 'close' } })
  await ask(port, 'x')
  expect(behind.lines.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
    'PROXY TCP6 ::1',
    'PROXY TCP4 127.0.0.1',
  ])
})

test('nothing is said for a reverse proxy, which says it itself', async () => {
  const behind = echo()
  await new Promise<void>((resolve) => void behind.listen(0, '127.0.0.1', resolve))
  const port = await freePort()
  const { port: target } = behind.address() as { port: number }
  await using _connection = await ownAddress(port, '127.0.0.1', true).connect(target, forever)
  expect(await ask(port, 'plainly')).toBe('plainly')
  behind.closeAllConnections()
  await new Promise((resolve) => behind.close(resolve))
})

test('a port that another program has, and an address of another computer, are said', async () => {
  const other = createTcpServer()
  const port = await freePort()
  await new Promise<void>((resolve) => void other.listen(port, '127.0.0.1', resolve))
  const failure = (address: string) =>
    ownAddress(port, address)
      .connect(1, forever)
      .then(() => null, causeOf)
  expect(await failure('127.0.0.1')).toEqual({ code: 'PORT_TAKEN', parameters: { port } })
  expect(await failure('192.0.2.1')).toEqual({
    code: 'UNREACHABLE',
    parameters: { host: '192.0.2.1', detail: 'EADDRNOTAVAIL' },
  })
  await new Promise((resolve) => other.close(resolve))
})

test.each([
  ['https://vault.example.org', 'https://vault.example.org'],
  ['HTTPS://Vault.Example.org:443/', 'https://vault.example.org'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['vault.example.org', null],
  ['ftp://vault.example.org', null],
  ['https://me:secret@vault.example.org', null],
  ['https://vault.example.org/path', null],
  ['https://vault.example.org/?a', null],
  [`https://${'a'.repeat(300)}.org`, null],
])('the public address %s is %s', (address, origin) => {
  expect(publicOrigin(address)).toBe(origin)
})
