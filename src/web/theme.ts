import { Alert, type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const petrol: MantineColorsTuple = [
  '#e6f4f4',
  '#cfe8e8',
  '#a3d3d4',
  '#73bdbf',
  '#4ba9ac',
  '#2b9699',
  '#178287',
  '#0b6a6f',
  '#08565a',
  '#054246',
];

/** Cool greys; the numbers are the roles that the component library gives them in the dark scheme. */
const dark: MantineColorsTuple = [
  '#e6eaed',
  '#c3cad0',
  '#9fa9b2',
  '#7b858e',
  '#3a424a',
  '#2a3036',
  '#1a1f23',
  '#14181b',
  '#101416',
  '#0b0e10',
];

const sans =
  '-apple-system, BlinkMacSystemFont, "Segoe UI Variable Text", "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif';

/** Alerts speak in the tokens of styles/tokens.css, whose pairs hold AA in both schemes. */
const alertTones = {
  red: { '--alert-bg': 'var(--danger-soft)', '--alert-color': 'var(--danger)' },
  yellow: { '--alert-bg': 'var(--warn-soft)', '--alert-color': 'var(--warn)' },
};

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 7 },
  colors: { petrol, dark },
  fontFamily: sans,
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "Roboto Mono", "Liberation Mono", monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.35', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  headings: { fontFamily: sans, fontWeight: '600' },
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '10px', xl: '16px' },
  focusRing: 'auto',
  cursorType: 'pointer',
  components: {
    Alert: Alert.extend({ vars: (_theme, props) => ({ root: alertTones[props.color === 'red' ? 'red' : 'yellow'] }) }),
    Tooltip: { defaultProps: { openDelay: 250, withArrow: false, transitionProps: { duration: 80 } } },
    TextInput: { defaultProps: { size: 'sm' } },
    // Inside the page's landmarks; the list itself scrolls, so that assistive technology finds it as one piece.
    Select: {
      defaultProps: {
        size: 'sm',
        withScrollArea: false,
        comboboxProps: { withinPortal: false },
        styles: { options: { maxHeight: 260, overflowY: 'auto' } },
      },
    },
    Menu: { defaultProps: { withinPortal: false, withInitialFocusPlaceholder: false } },
    Button: { defaultProps: { size: 'sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 32 } },
  },
});

/** Mantine's own surfaces follow the tokens of styles/tokens.css. */
export const resolveVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-soft)',
    '--mantine-color-placeholder': 'var(--ink-soft)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-error': 'var(--danger)',
    '--mantine-primary-color-light-color': 'var(--accent)',
    '--mantine-color-gray-light-color': 'var(--ink)',
  };
  return { variables: {}, light: shared, dark: shared };
};
