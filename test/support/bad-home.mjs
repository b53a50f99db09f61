// Homes that mean no good to a relay, in a process of their own: what they do takes none of the
// time of the relay and of the homes that behave. Told by messages what to do (bad-home.ts).
import ssh2 from 'ssh2'

const megabyte = 1024 * 1024
const head = 'HTTP/1.1 200 OK\r\n\r\n'

/** Writes on and on as the windows allow, up to so many bytes. */
function keepWriting(channel, counts, most) {
  const more = () => {
    while (counts.written < most) {
      counts.written += 65_536
      if (!channel.write(Buffer.alloc(65_536))) break
    }
  }
  channel.on('drain', more)
  more()
}

/** What becomes of a request, of which some has come. */
const answers = {
  nothing: () => {},
  text: (channel, { text }) => channel.end(text),
  'all at once'(channel) {
    channel.write(head)
    for (let count = 0; count < 100; count += 1) channel.write(Buffer.alloc(65_536))
  },
  'more than the window'(channel) {
    channel.write(head)
    channel.outgoing.window = 2 ** 31
    // What fits into a window exactly, ssh2 drops by itself.
    for (let count = 0; count < 1_500; count += 1) channel.write(Buffer.alloc(30_011))
  },
  'much within the window'(channel, { counts }) {
    channel.write(head)
    keepWriting(channel, counts, 64 * megabyte)
  },
  'without end'(channel, { counts }) {
    channel.write(head)
    keepWriting(channel, counts, Infinity)
  },
  'a window, then takes nothing'(channel, { client }) {
    client._protocol.channelWindowAdjust(channel.outgoing.id, 2 ** 30)
    setImmediate(() => client._sock.pause())
  },
}

/** What a home asks of the relay once it is connected. */
const wishes = {
  'a shell': (client) => client.shell(() => {}),
  'a program': (client) => client.exec('id', () => {}),
  files: (client) => client.sftp(() => {}),
  'a way elsewhere': (client) => client.forwardOut('a', 1, '127.0.0.1', 22, () => {}),
  'a way to a socket': (client) => client.openssh_forwardOutStreamLocal('/run/a', () => {}),
  'thousands of ways'(client) {
    // As long as the relay lets it.
    for (let count = 0; count < 5_000 && client._sock.writable; count += 1) {
      client.forwardOut('a', 1, 'b', 1, () => {})
    }
  },
  'many ports'(client) {
    for (let count = 0; count < 50 && client._sock.writable; count += 1) {
      client.forwardIn('a', count + 1, () => {})
    }
  },
  'answers without end, and hears none'(client) {
    client._sock.pause()
    const flood = setInterval(() => {
      if (client._sock.destroyed || client._sock.writableLength > megabyte) return
      for (let count = 0; count < 10_000; count += 1) client._protocol.ping()
    }, 5)
    // Paused, it does not notice by itself that it is cut off.
    client._sock.once('close', () => clearInterval(flood))
  },
}

const homes = new Map()

const orders = {
  connect({ id, port, username, password, answer, text }) {
    const client = new ssh2.Client()
    const counts = { answered: 0, brokenOff: 0, written: 0 }
    homes.set(id, { client, counts })
    client.on('tcp connection', ({ srcIP }, accept) => {
      const channel = accept()
      channel.on('error', () => {})
      if (srcIP === 'relay') return channel.resume()
      channel.once('close', () => {
        counts.brokenOff += 1
      })
      channel.once('data', () => {
        counts.answered += 1
        answers[answer](channel, { client, counts, text })
      })
    })
    client.on('ready', () => {
      client.forwardIn('vault', 80, (error) => {
        tell({ id, what: 'connected', why: error?.message })
      })
    })
    client.on('error', ({ message }) => tell({ id, what: 'connected', why: message }))
    client.on('close', () => tell({ id, what: 'closed' }))
    client.connect({
      ...{ host: '127.0.0.1', port, username, password, strictVendor: false },
      // Of these the smallest request has the largest answer.
      algorithms: { cipher: ['aes128-ctr'], hmac: ['hmac-sha2-512'] },
    })
  },
  ask: ({ id, wish }) => wishes[wish](homes.get(id).client),
  count: ({ id }) => tell({ id, what: 'counted', ...homes.get(id).counts }),
  leave({ id }) {
    homes.get(id).client.destroy()
    homes.delete(id)
  },
}

function tell(message) {
  if (process.connected) process.send(message)
}

process.on('message', ({ order, ...more }) => orders[order](more))
