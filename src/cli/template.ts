import { rm } from 'node:fs/promises'
import { writeTemplate } from '../evault/index.ts'

/** Build step: `node out/main/template.js DIR` prepares the database new vaults start from. */
const [directory] = process.argv.slice(2)
if (directory === undefined) throw new Error('usage: template.js DIR')
await rm(directory, { recursive: true, force: true })
await writeTemplate(directory)
