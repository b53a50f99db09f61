import { EventEmitter, once } from 'node:events'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type BusyMeter, createBusyMeter } from './busy-meter.ts'

let meter: BusyMeter
let server: Server
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setImmediate', 'performance'] })
  meter = createBusyMeter()
  server = createServer()
  meter.watch(server)
})
afterEach(() => {
  vi.useRealTimers()
  server.closeAllConnections()
  server.close()
})

const pass = (ms: number) => vi.advanceTimersByTime(ms)

/** A request that came in; what it returns ends it. */
function ask(): () => void {
  const response = new EventEmitter()
  server.emit('request', {}, response)
  return () => void response.emit('close')
}
const answerFor = (ms: number) => {
  const end = ask()
  pass(ms)
  end()
}

it('tells at how many of the last moments somebody waited', () => {
  expect(meter.share()).toBe(0)
  for (let at = 0; at < 200; at += 1) {
    answerFor(7)
    pass(7)
  }
  expect(meter.share()).toBeGreaterThan(0.35)
  expect(meter.share()).toBeLessThan(0.65)
})

it('those who ask side by side leave no time', () => {
  const end = ask()
  for (let at = 0; at < 100; at += 1) {
    answerFor(7)
    pass(7)
  }
  expect(meter.share()).toBeGreaterThan(0.99)
  end()
  pass(1_000)
  expect(meter.share()).toBeLessThan(0.05)
})

it('looks no more when nobody has asked for a while, and again when somebody does', () => {
  answerFor(100)
  pass(5_000)
  expect(vi.getTimerCount()).toBe(0)
  expect(meter.share()).toBe(0)
  answerFor(1_000)
  expect(meter.share()).toBeGreaterThan(0.9)
  meter[Symbol.dispose]()
  pass(1)
  expect(vi.getTimerCount()).toBe(0)
})

it('hears of each request of a server, also of one that is broken off', async () => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const options = { port, host: '127.0.0.1', agent: false }

  const answered = request(options).end()
  const [, response] = await once(server, 'request')
  pass(1_000)
  expect(meter.share()).toBeGreaterThan(0.9)
  response.end('done')
  const [answer] = await once(answered, 'response')
  answer.resume()
  await once(answer, 'end')
  await vi.waitFor(() => {
    pass(1_000)
    expect(meter.share()).toBeLessThan(0.05)
  })

  const broken = request({ ...options, method: 'POST', headers: { 'content-length': 9 } })
  broken.on('error', () => {}).write('half')
  await once(server, 'request')
  pass(1_000)
  expect(meter.share()).toBeGreaterThan(0.9)
  broken.destroy()
  await vi.waitFor(() => {
    pass(1_000)
    expect(meter.share()).toBeLessThan(0.05)
  })
})
