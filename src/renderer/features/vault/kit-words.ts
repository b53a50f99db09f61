/** As many words as a recovery kit's paper holds. */
export const KIT_WORDS = 12

/** How many words were typed, as main reads them: numbers before them, as on paper, are none. */
export function countWords(text: string): number {
  return text
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean).length
}
