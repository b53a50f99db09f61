import { Trans } from '@lingui/react/macro'
import { Stack, Text } from '@mantine/core'
import type { Cancelled } from './move-dialogs.tsx'
import { NamedItems } from './named-items.tsx'

/** What a cancelled move has left at the other side, and what was taken away again. */
export function CancelledMove({ cancelled }: { cancelled: Cancelled }) {
  const { brought, removed, left, move } = cancelled
  const { url } = move
  return (
    <Stack gap="xs" role="status">
      <Text>
        {move.direction === 'out' ? (
          <Trans>
            The move was cancelled. Of {brought} records that were copied to {url}, {removed} were
            taken away again.
          </Trans>
        ) : (
          <Trans>
            The move was cancelled. Of {brought} records that were copied to this computer,{' '}
            {removed} were taken away again.
          </Trans>
        )}
      </Text>
      {left.length > 0 && (
        <div>
          <Text>
            <Trans>The others are there still.</Trans>
          </Text>
          <NamedItems items={left} />
        </div>
      )}
    </Stack>
  )
}
