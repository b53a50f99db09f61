// Loaded before a program (`--import`): from when the file of SLOW_DISK is there, what the program
// has the disk keep takes as many milliseconds longer as the file says.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const { fdatasync } = fs
const file = process.env.SLOW_DISK ?? ''

fs.fdatasync = (fd, done) => {
  const wait = fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8')) : 0
  fdatasync(fd, (error) => setTimeout(done, wait, error))
}
syncBuiltinESMExports()
