import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { useRef } from 'react'
import { Section } from '../../components/section.tsx'
import { AnsweredRequest } from './answered-request.tsx'
import { FriendList } from './friend.tsx'
import { RequestCard } from './request-card.tsx'
import classes from './requests-section.module.css'
import type { RecoveryRequest } from './use-recovery.ts'

interface RequestsSectionProps {
  readonly requests: readonly RecoveryRequest[]
  readonly keyless: boolean
}

/** Others whose keys are lost, and who ask the owner to approve new ones. */
export function RequestsSection({ requests, keyless }: RequestsSectionProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const onAnswered = () => heading.current?.focus()
  const open = requests.filter(({ status }) => status === 'pending')
  const answered = requests.filter(({ status }) => status !== 'pending')
  return (
    <Section
      title={t`Others who ask you`}
      anchor="asking"
      hint={t`They trust you to recognise them. When enough friends approve, new keys speak for them.`}
      heading={heading}
    >
      {open.map((request) => (
        <RequestCard key={request.id} request={request} keyless={keyless} onAnswered={onAnswered} />
      ))}
      {open.length === 0 && (
        <p className={classes.none}>
          <Trans>Nobody waits for your answer.</Trans>
        </p>
      )}
      {answered.length > 0 && (
        <FriendList label={t`Requests you have answered`}>
          {answered.map((request) => (
            <AnsweredRequest key={request.id} request={request} onAnswered={onAnswered} />
          ))}
        </FriendList>
      )}
    </Section>
  )
}
