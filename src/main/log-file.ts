import { createStream, type RotatingFileStream } from 'rotating-file-stream'

/** The program's log on disk: five files of 5 MB at most, the oldest goes first. */
export function openLogFile(directory: string): RotatingFileStream {
  return createStream('evault.log', { path: directory, size: '5M', maxFiles: 5 })
}
