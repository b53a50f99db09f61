/** Has the window save a text as a file: the system asks where. */
export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has taken it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
