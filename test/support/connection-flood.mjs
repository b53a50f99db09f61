// Opens connections to a port of 127.0.0.1, as fast as it can, and says over each what begins a
// request. Arguments: port, how many, "one" or "many" addresses, which a tunnel would tell, or
// "loopback": it comes from many addresses of this computer itself, and nobody tells them. Closed
// ones are opened again.
import { connect } from 'node:net'

const [port, count, addresses] = process.argv.slice(2)
/** Those below are of those who behave: 127.0.0.1 and its neighbours. */
const firstOfLoopback = 65_536
let opened = 0
let closed = 0
let isEnding = false
const sockets = new Set()

function open(number) {
  const place = `${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`
  const localAddress = addresses === 'loopback' ? `127.${place}` : undefined
  const socket = connect({ port: Number(port), host: '127.0.0.1', localAddress })
  sockets.add(socket)
  socket.on('error', () => {})
  socket.once('connect', () => {
    opened += 1
    const source = addresses === 'one' ? '198.51.100.1' : `10.${place}`
    const told = addresses === 'loopback' ? '' : `PROXY TCP4 ${source} 192.0.2.1 5 443\r\n`
    socket.write(`${told}POST /graphql HTTP/1.1\r\nhost: a\r\nx-slow: `)
    if (opened === Number(count)) process.send?.({ opened, closed })
  })
  socket.once('close', () => {
    closed += 1
    sockets.delete(socket)
    // Some thousand a second again, not more: the machine that is attacked is this one.
    if (!isEnding) setTimeout(open, 5_000 + (number % 5_000), number).unref()
  })
}

let next = addresses === 'loopback' ? firstOfLoopback : 0
const last = next + Number(count)
const timer = setInterval(() => {
  for (let n = 0; n < 50 && next < last; n += 1, next += 1) open(next)
  if (next >= last) clearInterval(timer)
}, 20)

process.on('message', () => {
  isEnding = true
  for (const socket of sockets) socket.destroy()
  process.disconnect()
})
