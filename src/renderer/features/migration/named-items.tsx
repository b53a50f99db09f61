import { Trans } from '@lingui/react/macro'

/** As many names as can be looked at here. */
const shown = 20

/** Names of what is meant, to be unfolded. */
export function NamedItems({ items }: { items: readonly string[] }) {
  return (
    <details>
      <summary>
        <Trans>Which ones</Trans>
      </summary>
      <ul>
        {items.slice(0, shown).map((item) => (
          <li key={item}>
            <code>{item}</code>
          </li>
        ))}
        {items.length > shown && <li>…</li>}
      </ul>
    </details>
  )
}
