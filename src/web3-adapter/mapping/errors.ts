/** A mapping can't be read, or does not fit what it is applied to. */
export class MappingError extends Error {
  override readonly name = 'MappingError'

  constructor(
    /** The file and key, or the table and column. */
    readonly place: string,
    problem: string,
  ) {
    super(`${place}: ${problem}`)
  }
}
