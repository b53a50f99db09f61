import { open, readFile, stat } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { text } from 'node:stream/consumers'
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
import { type KeyArguments, readKeyMeans } from './key-means.ts'

const largestFileBytes = 4 * 1024 * 1024
const wordsInALine = 4

/**
 * `evault kit save`: writes the kit of a vault that is not running, and its words on the
 * terminal. A file that exists is not overwritten.
 * @returns the exit code
 */
export function saveKit(file: string, args: KeyArguments): Promise<number> {
  return reporting(async () => {
    const { dataDirectory, ...means } = await readKeyMeans(args)
    const kit = await readKit(dataDirectory, means)
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
  args: KeyArguments,
  templateDirectory: string,
): Promise<number> {
  return reporting(async () => {
    const { dataDirectory, ...means } = await readKeyMeans(args)
    if ((await stat(file)).size > largestFileBytes) throw new Error('This file is no recovery kit.')
    const sealed = await readFile(file)
    const kit = await openKit(sealed, readKitWords(await askForWords()))
    await restoreKit(dataDirectory, kit, { ...means, templateDirectory })
    process.stderr.write(`The keys of ${kit.ename} are back. Serve the vault as before.\n`)
  })
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
