import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Stack, Text } from '@mantine/core'
import { saveFile } from '../../components/save-file.ts'
import { NamedItems } from './named-items.tsx'
import type { Move } from './use-move.ts'
import { notMovedWord } from './words.ts'

type Report = NonNullable<Move['report']>

/** What came of a move: what was compared, and what could not go. */
export function MoveReport({ report }: { report: Report }) {
  const { records, files, comparedWithAcl, frozenMs } = report
  const seconds = (frozenMs / 1_000).toFixed(1)
  return (
    <Stack gap="xs">
      <Text>
        <Trans>
          {records} records and {files} files were moved; {comparedWithAcl} records were compared
          with who may read them. For {seconds} s nothing could be changed.
        </Trans>
      </Text>
      <Text fw={600}>
        <Trans>What did not go</Trans>
      </Text>
      <ul aria-label={t`What did not go`}>
        {report.notMoved.map(({ kind, count, items }) => (
          <li key={kind}>
            {count === null ? notMovedWord(kind) : `${notMovedWord(kind)}: ${count}`}
            {items.length > 0 && <NamedItems items={items} />}
          </li>
        ))}
      </ul>
      <Button
        variant="default"
        style={{ alignSelf: 'flex-start' }}
        onClick={() => saveFile('evault-move.json', [report.json], 'application/json')}
      >
        <Trans>Save the report…</Trans>
      </Button>
    </Stack>
  )
}
