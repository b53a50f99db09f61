import { Button, Radio, TextInput } from '@mantine/core'
import { IconCircleCheck, IconClipboard } from '@tabler/icons-react'
import { useId } from 'react'
import classes from './registry-step.module.css'
import { StepFrame } from './step-frame.tsx'
import { type Flow, useFlow } from './use-flow.ts'
import { useRegistryForm, type Where } from './use-registry-form.ts'

/** Which registry makes the eName findable. */
export function RegistryStep() {
  const flow = useFlow()
  const form = useRegistryForm(flow)
  const goOn = async () => {
    if (await form.use()) await flow.goTo('ready')
  }
  const isHere = form.where === 'here'
  return (
    <StepFrame
      title="Where apps find you"
      lead="A registry tells apps and people where the vault of an eName is."
      flow={isHere ? flow : { ...flow, failure: null }}
      back="kit"
      next={isHere ? 'Continue' : 'Check and use'}
      onNext={() => void goOn()}
    >
      <Radio.Group
        aria-label="Registry"
        value={form.where}
        onChange={(value) => form.choose(value as Where)}
      >
        <div className={classes.choices}>
          <Choice
            value="here"
            label="On this computer"
            description="Works at once. Only programs on this computer find your vault."
          />
          <Choice
            value="network"
            label="A registry on the network"
            description="Everyone who asks it finds your vault. You need its address and its secret."
          />
        </div>
      </Radio.Group>
      {!isHere && <NetworkRegistry form={form} flow={flow} />}
    </StepFrame>
  )
}

function Choice(props: { value: Where; label: string; description: string }) {
  const { value, label, description } = props
  return (
    <Radio
      value={value}
      label={label}
      description={description}
      classNames={{ root: classes.choice ?? '', description: classes.description ?? '' }}
      {...(value === 'here' && { 'data-first-field': true })}
    />
  )
}

interface NetworkRegistryProps {
  readonly form: ReturnType<typeof useRegistryForm>
  readonly flow: Flow
}

function NetworkRegistry({ form, flow }: NetworkRegistryProps) {
  const { url, type, hasSecret, pasteSecret, failedAt } = form
  const failure = flow.failure && <span role="alert">{flow.failure}</span>
  const hint = useId()
  return (
    <div className={classes.network}>
      <TextInput
        label="Address"
        labelProps={{ mb: 4 }}
        placeholder="https://registry.example"
        inputMode="url"
        autoComplete="off"
        autoCorrect="off"
        autoCapitalize="none"
        spellCheck={false}
        error={failedAt === 'address' && failure}
        errorProps={{ className: classes.error ?? '' }}
        value={url}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <div className={classes.secret}>
        <Button
          variant="default"
          leftSection={<IconClipboard size={16} />}
          disabled={flow.working}
          aria-describedby={hint}
          onClick={() => void pasteSecret()}
        >
          Paste secret from clipboard
        </Button>
        <span className={classes.kept} role="status">
          {hasSecret && (
            <>
              <IconCircleCheck size={16} aria-hidden="true" />
              Secret taken
            </>
          )}
        </span>
      </div>
      {failedAt === 'secret' && failure && (
        <p className={`${classes.hint} ${classes.error}`}>{failure}</p>
      )}
      <p className={classes.hint} id={hint}>
        Copy the secret that the operator gave you, then press the button. It goes to your keychain
        without being shown, and the clipboard is emptied.
      </p>
    </div>
  )
}
