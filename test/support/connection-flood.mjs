// Opens connections to a port of 127.0.0.1, as fast as it can, and says over each what begins a
// request. Arguments: port, how many, "one" or "many" addresses. Closed ones are opened again.
import { connect } from 'node:net'

const [port, count, addresses] = process.argv.slice(2)
let opened = 0
let closed = 0
let isEnding = false
const sockets = new Set()

function open(number) {
  const socket = connect({ port: Number(port), host: '127.0.0.1' })
  sockets.add(socket)
  socket.on('error', () => {})
  socket.once('connect', () => {
    opened += 1
    const source =
      addresses === 'one'
        ? '198.51.100.1'
        : `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`
    socket.write(
      `PROXY TCP4 ${source} 192.0.2.1 5 443\r\nPOST /graphql HTTP/1.1\r\nhost: a\r\nx-slow: `,
    )
    if (opened === Number(count)) process.send?.({ opened, closed })
  })
  socket.once('close', () => {
    closed += 1
    sockets.delete(socket)
    // No faster than a thousand a second again: the machine that is attacked is this one.
    if (!isEnding) setTimeout(open, 1_000 + (number % 1_000), number).unref()
  })
}

let next = 0
const timer = setInterval(() => {
  for (let n = 0; n < 200 && next < Number(count); n += 1) open((next += 1))
  if (next >= Number(count)) clearInterval(timer)
}, 20)

process.on('message', () => {
  isEnding = true
  for (const socket of sockets) socket.destroy()
  process.disconnect()
})
