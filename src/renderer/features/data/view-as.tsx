import { ApolloClient, ApolloLink, InMemoryCache } from '@apollo/client'
import { ApolloProvider, useApolloClient } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { type ReactNode, useMemo } from 'react'
import { callerWords } from './describe-filter.ts'
import { useDataAddress } from './use-data-address.ts'
import classes from './view-as.module.css'

/** Everything below asks as somebody else would; what was read as the owner stays out of it. */
export function ViewAs({ viewer, children }: { viewer: string; children: ReactNode }) {
  const owners = useApolloClient()
  const client = useMemo(() => {
    const asViewer = new ApolloLink((operation, forward) => {
      operation.setContext({ headers: { 'x-view-as': encodeURI(viewer) } })
      return forward(operation)
    })
    return new ApolloClient({ link: asViewer.concat(owners.link), cache: new InMemoryCache() })
  }, [owners, viewer])
  return <ApolloProvider client={client}>{children}</ApolloProvider>
}

/** Says through whose eyes one looks, and leads back. */
export function ViewAsBanner({ viewer }: { viewer: string }) {
  const { go } = useDataAddress()
  const name = viewer === 'anonymous' ? t`anyone without a name` : callerWords(viewer)
  return (
    <div className={classes.banner} role="status">
      <IconEye size={16} aria-hidden="true" />
      <span className={classes.text}>
        <Trans>
          You see your vault as <strong title={viewer}>{name}</strong> sees it.
        </Trans>
      </span>
      <Button
        variant="default"
        size="compact-sm"
        onClick={() => go({ viewAs: null, record: null })}
      >
        <Trans>Back to my view</Trans>
      </Button>
    </div>
  )
}
