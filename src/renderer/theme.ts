import {
  ActionIcon,
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  Modal,
  Notification,
  Tooltip,
} from '@mantine/core'
import { closeNames } from './components/close-names.ts'

const accent: MantineColorsTuple = [
  '#f0f2fe',
  '#dfe3fb',
  '#bfc6f6',
  '#a2acf2',
  '#8b97ee',
  '#6b78e4',
  '#4c59d0',
  '#414cb8',
  '#363f99',
  '#2b3278',
]

/** Mantine's dark greys are without hue; these are the window's own, so menus belong to it. */
const dark: MantineColorsTuple = [
  '#e8e9ec',
  '#c4c8cf',
  '#a0a6b1',
  '#70767f',
  '#3d4048',
  '#33363d',
  '#26282e',
  '#202226',
  '#1d1e22',
  '#121316',
]

/** Dense and calm: 14 px base, 4 px grid, one accent colour. */
export const theme = createTheme({
  colors: { accent, dark },
  primaryColor: 'accent',
  primaryShade: 6,
  fontFamily:
    "-apple-system, 'Segoe UI Variable Text', 'Segoe UI', Inter, Cantarell, Ubuntu, 'Noto Sans', " +
    "'Liberation Sans', sans-serif",
  fontFamilyMonospace:
    "ui-monospace, 'SF Mono', 'Cascadia Mono', 'Ubuntu Mono', 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '4px', sm: '6px', md: '6px', lg: '8px', xl: '12px' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
      h4: { fontSize: '14px', lineHeight: '20px' },
    },
  },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 24 } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, fz: 12, withArrow: true } }),
    Modal: Modal.extend({
      defaultProps: {
        transitionProps: { duration: 100 },
        padding: 'lg',
        yOffset: 32,
        closeButtonProps: { 'aria-label': closeNames.dialog },
      },
      styles: { title: { fontSize: 16, fontWeight: 600 } },
    }),
    Notification: Notification.extend({
      defaultProps: {
        withBorder: true,
        closeButtonProps: { 'aria-label': closeNames.notification },
      },
    }),
  },
})

/** Mantine's greys are too pale for WCAG AA: text and lines take the window's own. */
const windowColors = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-muted)',
  '--mantine-color-placeholder': 'var(--text-muted)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-border': 'var(--line-strong)',
}

/** The window's own colours follow the scheme by themselves, so both schemes get the same. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: windowColors,
  dark: windowColors,
})
