/**
 * Colours live in CSS variables and charts refer to them, so the reader's light or dark preference, also when it
 * changes, and print need no second drawing.
 */

/** Of a page. */
export type Mode = 'light' | 'dark';

/** Of everything but data. */
const pageColors: Readonly<Record<Mode, Readonly<Record<string, string>>>> = {
  light: {
    page: '#fff',
    text: '#1d1f23',
    muted: '#5c626b',
    grid: '#e6e8eb',
    axis: '#9aa1aa',
    panel: '#f6f7f8',
    link: '#0b5cad',
    'first-set': '#00795a',
    'second-set': '#a8527f',
    signal: '#0b5cad',
    gradient: '#a8430f',
    supported: '#0a6b3f',
    refuted: '#b3261e',
    inconclusive: '#6b5900',
  },
  dark: {
    page: '#15171a',
    text: '#e6e8ea',
    muted: '#a3abb5',
    grid: '#2b2f35',
    axis: '#666e78',
    panel: '#1e2125',
    link: '#7db8f0',
    'first-set': '#3fc79a',
    'second-set': '#dd9bc0',
    signal: '#7db8f0',
    gradient: '#f2a173',
    supported: '#5fd39a',
    refuted: '#ff8a80',
    inconclusive: '#e3c75a',
  },
};

/** Names of the variables that hold the colours of two sets that are compared. */
export const setVariables = ['--first-set', '--second-set'] as const;

/** All colour variables of a page, given those of its data. */
export function pageVariables(mode: Mode, ofData: ReadonlyMap<string, string>): Map<string, string> {
  const ofPage = Object.entries(pageColors[mode]).map(([name, color]) => [`--${name}`, color] as const);
  return new Map([...ofPage, ...ofData]);
}

/** Rules that set these variables, by what the reader's system or the reader wants; print is always light. */
export function colorRules(ofData: (mode: Mode) => ReadonlyMap<string, string>): string {
  const [light, dark] = (['light', 'dark'] as const).map(mode =>
    [...pageVariables(mode, ofData(mode))].map(([name, color]) => `${name}:${color}`).join(';'),
  );
  return `:root{${light}}
@media screen and (prefers-color-scheme: dark){:root:not([data-theme=light]){${dark}}}
@media screen{:root[data-theme=dark]{${dark}}}
`;
}
