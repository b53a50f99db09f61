/** What a page asks for, as Electron tells it. */
export interface AskedPermission {
  readonly permission: string
  /** Of the frame that asks, or its origin. */
  readonly url: string
  readonly isMainFrame: boolean
  /** `video`, `audio` or `unknown`; none where it is not about media. */
  readonly mediaTypes: readonly string[] | undefined
}

/** Whether the window’s own page asks for a camera’s picture and nothing else, above all no sound. */
export function isCameraPicture(
  { permission, url, isMainFrame, mediaTypes = [] }: AskedPermission,
  origin: string,
): boolean {
  const isOurs = isMainFrame && (url === origin || url.startsWith(`${origin}/`))
  const isPicture = mediaTypes.length > 0 && mediaTypes.every((type) => type === 'video')
  return isOurs && permission === 'media' && isPicture
}
