/** Imported first by every command: says what to do where the packages are not installed. */
import { existsSync } from 'node:fs'
import { say } from './say.mjs'

if (!existsSync(new URL('../node_modules/.package-lock.json', import.meta.url))) {
  say('The packages of this project are not installed. Run "npm ci", then try again.')
  process.exit(1)
}
