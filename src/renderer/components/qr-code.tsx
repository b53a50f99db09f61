import { encode } from 'uqr'
import classes from './qr-code.module.css'

/** The light margin that readers need (ISO/IEC 18004). */
const QUIET = 4
const PIXELS = 4

/** A text as a QR code: dark on a light plate in both schemes, as readers expect it. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET })
  const modules = data.flatMap((row, y) =>
    row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])),
  )
  return (
    <svg
      className={classes.plate}
      width={size * PIXELS}
      height={size * PIXELS}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
    >
      <path d={modules.join('')} />
    </svg>
  )
}
