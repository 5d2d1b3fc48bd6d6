import test from 'ava';
import { armVariable, dataColors } from '../../../src/charts/parts/colors.ts';

const depths = [2, 8, 11, 14, 20, 26, 29, 32, 44, 50, 56, 101, 110, 152, 164, 1202, 2000];
const pages = { light: '#ffffff', dark: '#15171a' } as const;

/** Relative luminance (WCAG 2.2) of `#rrggbb` or `rgb(r g b)`. */
function luminance(color: string): number {
  const channels = color.startsWith('#')
    ? [1, 3, 5].map(i => Number.parseInt(color.slice(i, i + 2), 16))
    : color.match(/\d+/g)!.map(Number);
  const [red, green, blue] = channels.map(value => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

for (const mode of ['light', 'dark'] as const) {
  test(`on a ${mode} page every colour of data stands out, and depths are ordered by lightness`, t => {
    const arms = ['plain', 'residual', 'plain · a', 'residual · a', 'plain · b', 'residual · b'];
    const colors = dataColors(mode, { depths, arms });
    // What WCAG asks of graphics.
    for (const [name, color] of colors) t.true(contrast(color, pages[mode]) >= 3, `${name} ${color}`);
    const lightness = depths.map(depth => luminance(colors.get(`--depth-${depth}`)!));
    const sorted = [...lightness].sort((a, b) => (mode === 'light' ? b - a : a - b));
    t.deepEqual(lightness, sorted);
  });
}

test('a depth has its colour whatever other depths are on the page', t => {
  const alone = dataColors('light', { depths: [20], arms: [] });
  const among = dataColors('light', { depths: [8, 20, 56], arms: [] });
  t.is(alone.get('--depth-20'), among.get('--depth-20'));
});

test('the first plain and the first residual arm have their colours on every page', t => {
  t.is(armVariable('residual', ['residual']), '--arm-1');
  t.is(armVariable('plain · bottleneck', ['plain · bottleneck', 'residual · bottleneck']), '--arm-0');
  const arms = ['plain', 'residual', 'plain · l2', 'residual · l2'];
  t.deepEqual(
    arms.map(arm => armVariable(arm, arms)),
    ['--arm-0', '--arm-1', '--arm-2', '--arm-3'],
  );
});
