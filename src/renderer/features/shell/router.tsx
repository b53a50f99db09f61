import { createHashRouter, Navigate } from 'react-router'
import { DataScreen } from '../data/data-screen.tsx'
import { IdentityScreen } from '../identity/identity-screen.tsx'
import { OverviewScreen } from '../overview/overview-screen.tsx'
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
      { path: 'identity', element: <IdentityScreen /> },
      { path: '*', element: <Navigate to="/" replace /> },
    ],
  },
])
