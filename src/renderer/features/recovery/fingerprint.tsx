import { t } from '@lingui/core/macro'
import { VisuallyHidden } from '@mantine/core'
import classes from './fingerprint.module.css'
import { fingerprintGroups, spelledFingerprint } from './words.ts'

/** Fingerprints of new keys, to be read out and compared by voice. */
export function Fingerprints({ fingerprints }: { fingerprints: readonly string[] }) {
  return (
    <ul className={classes.fingerprints} aria-label={t`Fingerprints of the new keys`}>
      {fingerprints.map((fingerprint) => (
        <li key={fingerprint}>
          <VisuallyHidden>{spelledFingerprint(fingerprint)}</VisuallyHidden>
          <code className={classes.fingerprint} aria-hidden="true">
            {fingerprintGroups(fingerprint).map((group, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a group may be there twice
              <span key={at} className={classes.group}>
                {group}
              </span>
            ))}
          </code>
        </li>
      ))}
    </ul>
  )
}
