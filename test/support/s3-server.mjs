import S3rver from 's3rver'

// A server that speaks S3 and looks at signatures, with one empty bucket. It says its port.
const server = new S3rver({
  ...{ port: 0, address: '127.0.0.1', silent: true, directory: process.argv[2] },
  configureBuckets: [{ name: 'backups', configs: [] }],
})
const { port } = await server.run()
process.send(port)
