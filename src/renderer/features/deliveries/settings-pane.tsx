import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Radio, Switch } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import { Section } from '../../components/section.tsx'
import type { DeliveryMode, DeliverySettingsInput } from '../../graphql/documents.generated.ts'
import { useVault } from '../vault/vault-context.tsx'
import { type DeliveryPlatform, platformTitle } from './platform-health.ts'
import { SecretSetting } from './secret-setting.tsx'
import classes from './settings-pane.module.css'
import { TypesSetting } from './types-setting.tsx'
import { usePlatformChange } from './use-platform-change.ts'

/** What a platform is told of, and how. */
export function SettingsPane({ platform }: { platform: DeliveryPlatform }) {
  return (
    <div className={classes.pane}>
      <div className={classes.column}>
        <OwnWish platform={platform} />
        <TypesSetting platform={platform} />
        <ModeSetting platform={platform} />
        <Switches platform={platform} />
        <SecretSetting platform={platform} />
      </div>
    </div>
  )
}

/** How the platform itself wants to be told; what is set below goes before it. */
function OwnWish({ platform: { platform, subscription } }: { platform: DeliveryPlatform }) {
  if (!subscription) return null
  const title = platformTitle(platform)
  const count = subscription.ontologies?.length ?? 0
  const types = subscription.ontologies
    ? plural(count, { one: '# type', other: '# types' })
    : t`all types`
  const wishes = [
    types,
    ...(subscription.byReference ? [t`only that a record changed`] : []),
    ...(subscription.deletions ? [t`deletions, too`] : []),
  ].join(' · ')
  return (
    <p className={classes.wish}>
      <Trans>
        {title} has asked to be told of: {wishes}. It is never told of more than you allow.
      </Trans>
    </p>
  )
}

const modes: readonly { value: DeliveryMode; label: string; description: string }[] = [
  {
    value: 'value',
    label: t`The whole record`,
    description: t`As platforms expect it. What was sent can’t be taken back.`,
  },
  {
    value: 'reference',
    label: t`Only that it changed`,
    description: t`The platform gets the record’s id and has to fetch it, so your access rules decide each time. Not all platforms can do this.`,
  },
]

function ModeSetting({ platform }: { platform: DeliveryPlatform }) {
  const { writable } = useVault()
  const { save, refusals, sending } = usePlatformChange(platform)
  const title = platformTitle(platform.platform)
  const choose = (mode: string) =>
    save(
      { mode: mode as DeliveryMode },
      {
        title: t`Saved for ${title}`,
        message:
          mode === 'value'
            ? t`From now on it gets whole records.`
            : t`From now on it is only told which record changed.`,
      },
    )
  return (
    <Section title={t`What it gets`} hint={t`Of each record that was added or changed.`}>
      <RefusalAlert title={t`Nothing was changed`} refusals={refusals} />
      <Radio.Group
        aria-label={t`What it gets`}
        value={platform.settings.mode}
        onChange={(mode) => void choose(mode)}
      >
        <div className={classes.radios}>
          {modes.map((mode) => (
            <Radio
              key={mode.value}
              {...mode}
              disabled={!writable || sending}
              classNames={{ description: classes.meaning ?? '' }}
            />
          ))}
        </div>
      </Radio.Group>
    </Section>
  )
}

function Switches({ platform }: { platform: DeliveryPlatform }) {
  const { save, refusals, sending } = usePlatformChange(platform)
  const { deletes, privateAddresses } = platform.settings
  const title = platformTitle(platform.platform)
  const change = (changes: DeliverySettingsInput, message: string) =>
    void save(changes, { title: t`Saved for ${title}`, message })
  return (
    <Section title={t`Rare cases`} hint={t`Off unless the platform needs it.`}>
      <RefusalAlert title={t`Nothing was changed`} refusals={refusals} />
      <Choice
        label={t`Tell it of deletions`}
        description={t`Platforms that don’t know such packets may stumble over them.`}
        checked={deletes}
        disabled={sending}
        onChange={(on) =>
          change(
            { deletes: on },
            on ? t`It is told of deletions.` : t`It is not told of deletions any more.`,
          )
        }
      />
      <Choice
        label={t`Allow private addresses`}
        description={t`For a platform on this computer or in your own network.`}
        checked={privateAddresses}
        disabled={sending}
        onChange={(on) =>
          change(
            { privateAddresses: on },
            on
              ? t`Its address may be one of your own network.`
              : t`Its address has to be a public one.`,
          )
        }
      />
      {privateAddresses && <PrivateWarning title={title} />}
    </Section>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly description: string
  readonly checked: boolean
  readonly disabled: boolean
  readonly onChange: (on: boolean) => void
}

function Choice({ label, disabled, onChange, ...props }: ChoiceProps) {
  const { writable } = useVault()
  return (
    <Switch
      {...props}
      // The text below the label would be part of its name.
      aria-label={label}
      label={label}
      labelPosition="left"
      classNames={switchParts}
      disabled={disabled || !writable}
      onChange={({ currentTarget }) => onChange(currentTarget.checked)}
    />
  )
}

const switchParts = {
  body: classes.switch ?? '',
  labelWrapper: classes.label ?? '',
  description: classes.meaning ?? '',
}

function PrivateWarning({ title }: { title: string }) {
  return (
    <p className={classes.warning}>
      <IconAlertTriangle size={16} aria-hidden="true" />
      <Trans>
        Whoever runs {title} can make your vault send packets to devices of your own network. Allow
        it only for a platform of your own.
      </Trans>
    </p>
  )
}
