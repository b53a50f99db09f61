import { createHashRouter, Navigate } from 'react-router'
import { AccessScreen } from '../access/access-screen.tsx'
import { ActivityScreen } from '../activity/activity-screen.tsx'
import { BindingsScreen } from '../bindings/bindings-screen.tsx'
import { ConnectionScreen } from '../connection/connection-screen.tsx'
import { DataScreen } from '../data/data-screen.tsx'
import { DeliveriesScreen } from '../deliveries/deliveries-screen.tsx'
import { IdentityScreen } from '../identity/identity-screen.tsx'
import { OverviewScreen } from '../overview/overview-screen.tsx'
import { SettingsScreen } from '../settings/settings-screen.tsx'
import { CrashScreen } from './crash-screen.tsx'
import { Shell } from './shell.tsx'

/** The screens and their addresses. */
export const router = createHashRouter([
  {
    path: '/',
    element: <Shell />,
    errorElement: <CrashScreen />,
    children: [
      { index: true, element: <OverviewScreen /> },
      { path: 'data', element: <DataScreen /> },
      { path: 'access', element: <AccessScreen /> },
      { path: 'bindings', element: <BindingsScreen /> },
      { path: 'activity', element: <ActivityScreen /> },
      { path: 'deliveries', element: <DeliveriesScreen /> },
      { path: 'connection', element: <ConnectionScreen /> },
      { path: 'identity', element: <IdentityScreen /> },
      { path: 'settings', element: <SettingsScreen /> },
      { path: '*', element: <Navigate to="/" replace /> },
    ],
  },
])
