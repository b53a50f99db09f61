import { createHash } from 'node:crypto'

const longestText = 300
const mostLines = 24

/**
 * JSON as a person can check it in a dialog of the system: long texts and long lists are named by
 * their beginning, their length and the SHA-256 of what is not shown.
 */
export function readableJson(value: unknown): string {
  const lines = JSON.stringify(value, shortenText, 2).split('\n')
  if (lines.length <= mostLines) return lines.join('\n')
  const hidden = lines.length - mostLines
  return `${lines.slice(0, mostLines).join('\n')}\n… ${hidden} more lines; SHA-256 of all: ${sha256(JSON.stringify(value))}`
}

function shortenText(_key: string, value: unknown): unknown {
  if (typeof value !== 'string' || value.length <= longestText) return value
  return `${value.slice(0, 60)}… (${value.length.toLocaleString('en')} characters, SHA-256 ${sha256(value)})`
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
