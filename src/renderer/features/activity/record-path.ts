/** Where the Data screen shows a record. */
export function recordPath(id: string): string {
  return `/data?${new URLSearchParams({ record: id })}`
}
