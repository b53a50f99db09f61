import { ApolloClient, ApolloLink, InMemoryCache } from '@apollo/client'
import { ApolloProvider, useApolloClient } from '@apollo/client/react'
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
  return (
    <div className={classes.banner} role="status">
      <IconEye size={16} aria-hidden="true" />
      <span className={classes.text}>
        You see your vault as <strong title={viewer}>{viewerWords(viewer)}</strong> sees it.
      </span>
      <Button
        variant="default"
        size="compact-sm"
        onClick={() => go({ viewAs: null, record: null })}
      >
        Back to my view
      </Button>
    </div>
  )
}

function viewerWords(viewer: string): string {
  return viewer === 'anonymous' ? 'anyone without a name' : callerWords(viewer)
}
