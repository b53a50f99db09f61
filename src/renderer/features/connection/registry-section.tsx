import { useMutation } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Switch } from '@mantine/core'
import { useState } from 'react'
import { CopyButton } from '../../components/copy-button.tsx'
import { Section } from '../../components/section.tsx'
import { useChange } from '../../components/use-change.ts'
import { vaultWords } from '../../components/vault-words.ts'
import {
  ChangeRegistryReadingDocument,
  ReachDocument,
  type ReachQuery,
} from '../../graphql/documents.generated.ts'
import { useVault } from '../vault/vault-context.tsx'
import classes from './registry-section.module.css'

type OwnRegistry = NonNullable<ReachQuery['reach']['registration']['ownRegistry']>

interface RegistrySectionProps {
  readonly registry: OwnRegistry
  /** Whether the public address is proven now. */
  readonly isProven: boolean
}

const parts = {
  body: classes.body ?? '',
  input: classes.input ?? '',
  label: classes.label ?? '',
  description: classes.text ?? '',
}

/** Whether others may read the registry inside this app, and where they do. */
export function RegistrySection({ registry, isProven }: RegistrySectionProps) {
  const { writable } = useVault()
  const { isShownOpen, problem, choose } = useReading(registry)
  return (
    <Section
      title={t`Registry on this computer`}
      hint={t`It says where the eNames in it lead: yours, and what else programs on this computer have registered.`}
    >
      <div className={classes.card}>
        <Switch
          classNames={parts}
          // The text below the label would be part of its name.
          aria-label={t`Let everybody read this registry`}
          labelPosition="left"
          label={t`Let everybody read this registry`}
          description={t`Whoever knows its address can then list its eNames and where they lead, its platforms and its notaries, check what it has signed, and get entropy for new names. Nobody can write to it from outside, and what is in your vault stays as protected as it is.`}
          checked={isShownOpen}
          disabled={!writable}
          error={problem !== null && <span role="alert">{problem}</span>}
          onChange={(event) => void choose(event.currentTarget.checked)}
        />
        {registry.isOpen && <Where publicUrl={isProven ? registry.publicUrl : null} />}
      </div>
    </Section>
  )
}

function Where({ publicUrl }: { publicUrl: string | null }) {
  if (publicUrl === null) {
    return (
      <p className={classes.where}>
        <Trans>
          Nobody outside can read it now: the public address of your vault is not proven.
        </Trans>
      </p>
    )
  }
  return (
    <p className={classes.where}>
      <span>
        <Trans>
          Others read it at <code>{publicUrl}</code>
        </Trans>
      </span>
      <CopyButton text={publicUrl} label={t`Copy address of the registry`} />
    </p>
  )
}

function useReading({ isOpen }: OwnRegistry) {
  const [mutate] = useMutation(ChangeRegistryReadingDocument, {
    refetchQueries: [ReachDocument],
    awaitRefetchQueries: true,
  })
  const { change, refusals, sending } = useChange()
  /** On its way while `sending`. */
  const [chosen, setChosen] = useState(isOpen)
  return {
    isShownOpen: sending ? chosen : isOpen,
    problem: refusals.length > 0 ? refusals.map(vaultWords).join(' ') : null,
    async choose(next: boolean) {
      // One at a time; a switch that were disabled meanwhile would lose the focus.
      if (sending) return
      setChosen(next)
      const readRegistry = next ? 'anyone' : 'this-computer'
      await change(() => mutate({ variables: { readRegistry } }))
    },
  }
}
