import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
} from '@mantine/core';

/** Emerald of the brand; shade 8 carries white text at 5.6:1, shade 4 stands on dark ground at 7:1. */
const brand: MantineColorsTuple = [
  '#ecfaf4',
  '#d5f2e5',
  '#abe3cb',
  '#7dd2ae',
  '#52c092',
  '#31ad7b',
  '#1c9668',
  '#138059',
  '#0e6e4c',
  '#085239',
];

/** Mantine's red with a darker eighth shade, so that white on a filled button reaches 5:1. */
const red: MantineColorsTuple = [
  '#fff0f0',
  '#ffe0e0',
  '#ffc4c4',
  '#ffa2a2',
  '#ff8080',
  '#f95c5c',
  '#ee4040',
  '#dc3030',
  '#c62323',
  '#961717',
];

/** Cool greys: text, secondary text, lines, fields, panels, ground. */
const dark: MantineColorsTuple = [
  '#e3e7e9',
  '#c5cbcf',
  '#a9b2ba',
  '#7d868e',
  '#495157',
  '#3a4147',
  '#2b3135',
  '#1f2326',
  '#191c1f',
  '#121416',
];

export const theme = createTheme({
  primaryColor: 'brand',
  primaryShade: { light: 8, dark: 8 },
  colors: { brand, red, dark },
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif',
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '1.5rem', lineHeight: '1.3' }, h2: { fontSize: '1.0625rem', lineHeight: '1.4' } },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  // Plain objects: importing the components for their names would put them into the first load.
  components: {
    Modal: { styles: { title: { fontWeight: 650, fontSize: 'var(--mantine-font-size-lg)' } } },
    // A link inside words must differ by more than its colour.
    Anchor: { defaultProps: { underline: 'always' } },
    // The placeholder is a focusable presentational child, which a menu may not have; focus goes to the first item.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Badge: {
      defaultProps: { variant: 'light', radius: 'sm' },
      // Words, not shouted ones, and never cut: a status that ends in «…» says nothing.
      styles: {
        root: { minWidth: 'max-content', textTransform: 'none', fontSize: '0.8rem', fontWeight: 600, height: '1.5rem' },
      },
    },
  },
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input);
    return input.variant === 'subtle' && input.color === 'red'
      ? { ...colors, color: 'var(--mantine-color-error)' }
      : colors;
  },
});

/** Text on the first tint of each colour. Mantine's own ninth shades miss 4.5:1 for the warm colours. */
const darkInk: Record<string, string> = {
  brand: '#064a33',
  green: '#1d5a2a',
  blue: '#0b4a87',
  violet: '#48309c',
  orange: '#7e3605',
  yellow: '#634600',
  red: '#8f1717',
  gray: '#343b43',
};

/** Secondary text, placeholders, borders and errors at AA contrast on both grounds. */
export const cssVariables: CSSVariablesResolver = (current) => {
  const light: Record<string, string> = {
    '--mantine-color-dimmed': '#56606b',
    '--mantine-color-placeholder': '#68727d',
    '--mantine-color-error': '#b81f1f',
    '--mantine-color-anchor': current.colors.brand?.[8] ?? '#0e6e4c',
    '--mantine-color-disabled-color': '#6b747d',
    '--dokon-ground': '#f4f6f5',
    '--dokon-line': '#dde2e0',
    '--dokon-changed': '#fff6d6',
  };
  const dark: Record<string, string> = {
    '--mantine-color-dimmed': '#a9b2ba',
    '--mantine-color-placeholder': '#949da6',
    '--mantine-color-error': '#ff9b9b',
    '--mantine-color-anchor': current.colors.brand?.[3] ?? '#7dd2ae',
    '--mantine-color-disabled-color': '#8d969e',
    '--mantine-color-brand-text': current.colors.brand?.[3] ?? '#7dd2ae',
    '--mantine-color-red-text': '#ff9b9b',
    '--dokon-ground': '#15181a',
    '--dokon-line': '#363c41',
    '--dokon-changed': '#43391a',
  };
  for (const [name, ink] of Object.entries(darkInk)) light[`--mantine-color-${name}-light-color`] = ink;
  return { variables: {}, light, dark };
};
