import { open, readFile, stat } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { text } from 'node:stream/consumers'
import pino from 'pino'
import { readEnvironment } from '../evault/config/environment.ts'
import { chooseKeyFile } from '../evault/config/secrets.ts'
import {
  newKitWords,
  openKit,
  readKit,
  readKitWords,
  restoreKit,
  sealKit,
  VaultStartError,
} from '../evault/index.ts'
import { exitCodeOf } from './exit-codes.ts'
import { readSettings, type ServeArguments } from './settings.ts'

/** The arguments of `evault kit …`, as typed. */
export type KitArguments = Pick<
  ServeArguments,
  'config' | 'data' | 'passphraseFile' | 'insecureDevKeys'
>

const largestFileBytes = 4 * 1024 * 1024
const wordsInALine = 4

/**
 * `evault kit save`: writes the kit of a vault that is not running, and its words on the
 * terminal. A file that exists is not overwritten.
 * @returns the exit code
 */
export function saveKit(file: string, args: KitArguments): Promise<number> {
  return reporting(async () => {
    const { dataDirectory, openStore } = await readMeans(args)
    const kit = await readKit(dataDirectory, openStore)
    const words = newKitWords()
    const sealed = await sealKit(kit, words)
    const handle = await open(file, 'wx', 0o600)
    try {
      await handle.writeFile(sealed)
      await handle.sync()
    } finally {
      await handle.close()
    }
    process.stderr.write(
      `The kit of ${kit.ename} is in ${file}. Write these words on paper; nobody can show them again:\n`,
    )
    process.stdout.write(inLines(words))
  })
}

/**
 * `evault kit restore`: takes the words from standard input and puts the keys of a kit back.
 * @returns the exit code
 */
export function restoreFromKit(
  file: string,
  args: KitArguments,
  templateDirectory: string,
): Promise<number> {
  return reporting(async () => {
    const { dataDirectory, openStore } = await readMeans(args)
    if ((await stat(file)).size > largestFileBytes) throw new Error('This file is no recovery kit.')
    const sealed = await readFile(file)
    const kit = await openKit(sealed, readKitWords(await askForWords()))
    await restoreKit(dataDirectory, kit, openStore, templateDirectory)
    process.stderr.write(`The keys of ${kit.ename} are back. Serve the vault as before.\n`)
  })
}

/** Where a vault and its keys are, by the arguments, the environment and the config file. */
export async function readMeans(args: KitArguments) {
  const { vault, keyFile } = await readSettings(args, readEnvironment())
  const log = pino({ base: null }, pino.destination({ dest: 2, sync: true }))
  return { dataDirectory: vault.dataDirectory, openStore: await chooseKeyFile(keyFile, log), log }
}

/** From a person, or from a program that hands them over. */
async function askForWords(): Promise<string> {
  if (!process.stdin.isTTY) return text(process.stdin)
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return await lines.question('The twelve words, in one line: ')
  } finally {
    lines.close()
  }
}

function inLines(words: readonly string[]): string {
  const numbered = words.map((word, at) => `${String(at + 1).padStart(2)}. ${word}`.padEnd(16))
  const lines: string[] = []
  for (let at = 0; at < words.length; at += wordsInALine) {
    lines.push(
      numbered
        .slice(at, at + wordsInALine)
        .join('')
        .trimEnd(),
    )
  }
  return `${lines.join('\n')}\n`
}

async function reporting(work: () => Promise<void>): Promise<number> {
  try {
    await work()
    return 0
  } catch (error) {
    process.stderr.write(`evault: ${error instanceof Error ? error.message : String(error)}\n`)
    return exitCodeOf(error instanceof VaultStartError ? error.code : 'UNEXPECTED')
  }
}
