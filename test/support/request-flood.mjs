// Asks a port of 127.0.0.1 for what no vault should do, from addresses of loopback: headers and
// bodies that are too large, rubbish, and far more queries than one may send. Arguments: port, eName.
// Told to end, it says how often it got each status.
import { connect } from 'node:net'

const [port, ename] = process.argv.slice(2)
const statuses = {}
const sockets = new Set()
const query = JSON.stringify({
  query: '{ metaEnvelopes(first: 50) { edges { node { id parsed } } } }',
})
const head = `POST /graphql HTTP/1.1\r\nhost: a\r\nx-ename: ${ename}\r\ncontent-type: application/json\r\n`
const fine = `${head}content-length: ${query.length}\r\n\r\n${query}`
const chunk = `40000\r\n${'x'.repeat(0x40000)}\r\n`
const attacks = [
  fine.repeat(50),
  `GET /health HTTP/1.1\r\nhost: a\r\nx-big: ${'x'.repeat(20_000)}\r\n\r\n`,
  fine.repeat(50),
  `${head}content-length: 900000000000\r\n\r\n`,
  `${head}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
  fine.repeat(50),
  `\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n`,
]
/** Every so often: nine megabytes each. */
const heavy = `${head}transfer-encoding: chunked\r\n\r\n${chunk.repeat(36)}`
const heavyEvery = 50

function attack(number) {
  // Floods come from few addresses, all else from many.
  const text = number % heavyEvery === 0 ? heavy : attacks[number % attacks.length]
  const isFlood = text.startsWith(fine)
  const localAddress = isFlood
    ? `127.2.0.${number % 5}`
    : `127.3.${(number >> 8) & 255}.${number & 255}`
  const socket = connect({ port: Number(port), host: '127.0.0.1', localAddress })
  sockets.add(socket)
  socket.setEncoding('latin1').on('data', (answer) => {
    for (const [, status] of answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)) {
      statuses[status] = (statuses[status] ?? 0) + 1
    }
  })
  socket.on('error', () => {}).once('close', () => sockets.delete(socket))
  socket.write(text, 'latin1')
  setTimeout(() => socket.destroy(), 3_000).unref()
}

let number = 0
const timer = setInterval(() => {
  number += 1
  attack(number)
}, 10)

process.on('message', () => {
  clearInterval(timer)
  for (const socket of sockets) socket.destroy()
  process.send?.({ attacks: number, statuses })
  process.disconnect()
})
