/**
 * Connections that came and wait to be taken. With Node’s 511, who comes while thousands do would
 * have to knock again, a second later and then three. The system bounds it, too.
 */
export const longestQueue = 4_096
