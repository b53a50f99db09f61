import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Alert, Button, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconFolderOpen } from '@tabler/icons-react'
import { bridge } from '../../bridge.ts'
import { Callout } from '../../components/callout.tsx'
import { vaultWords } from '../../components/vault-words.ts'
import classes from './export-section.module.css'
import type { Run } from './use-export.ts'

/** What came of the last export. */
export function ExportResult({ run }: { run: Run }) {
  if (run.state === 'cancelled') {
    return (
      <Text c="dimmed" role="status">
        <Trans>The export was cancelled. Nothing of it is left.</Trans>
      </Text>
    )
  }
  if (run.failure) {
    return (
      <Alert color="red" role="alert" title={t`Nothing was exported`}>
        {vaultWords(run.failure)}
      </Alert>
    )
  }
  if (!run.archive) return null
  return <Exported file={run.file} archive={run.archive} />
}

function Exported({ file, archive }: { file: string; archive: NonNullable<Run['archive']> }) {
  const { records, files, signed, problems, problemCount } = archive
  const isWhole = problemCount === 0
  const more = problemCount - problems.length
  return (
    <Callout
      tone={isWhole ? 'ok' : 'warn'}
      icon={isWhole ? <IconCircleCheck size={20} /> : <IconAlertTriangle size={20} />}
      title={
        isWhole
          ? t`Everything was exported`
          : plural(problemCount, {
              one: 'Exported, but for # thing that could not be read',
              other: 'Exported, but for # things that could not be read',
            })
      }
    >
      <p className={classes.text} role="status">
        {plural(records, { one: '# record', other: '# records' })},{' '}
        {plural(files, { one: '# file', other: '# files' })}:{' '}
        <span className={classes.path}>{file}</span>
      </p>
      {!signed && (
        <p className={classes.text}>
          <Trans>It is not signed: whoever imports it has to know where it comes from.</Trans>
        </p>
      )}
      {!isWhole && (
        <ul className={classes.problems}>
          {problems.map(({ item, reason }) => (
            <li key={item}>
              {item}: {reason}
            </li>
          ))}
          {more > 0 && <li>{plural(more, { one: '# more', other: '# more' })}</li>}
        </ul>
      )}
      <div className={classes.row}>
        <Button
          variant="default"
          mt="sm"
          leftSection={<IconFolderOpen size={16} />}
          onClick={() => void bridge.call('export:show')}
        >
          <Trans>Show in folder</Trans>
        </Button>
      </div>
    </Callout>
  )
}
