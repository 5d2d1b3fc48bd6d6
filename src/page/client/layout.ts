import type { Fit } from './data.ts';

/** Pixels of a panel, where there is room for more. */
export const WIDEST_PANEL = 460;

/** How many panels stand side by side in so many pixels. */
export function columnsIn(width: number, { columns, minimumPanel }: Fit): number {
  return Math.max(1, Math.min(columns, Math.floor(width / minimumPanel)));
}

/**
 * Pixels of one panel.
 *
 * @param reserve what axes, padding and spaces take of the width
 */
export function panelWidth(width: number, reserve: number, fit: Fit, columns: number): number {
  const limit = fit.columns === 1 ? 1.5 * WIDEST_PANEL : columns === 1 ? 1.25 * WIDEST_PANEL : WIDEST_PANEL;
  return Math.max(90, Math.min(limit, Math.floor((width - reserve) / columns)));
}

/** Legends stand below each other where there is little room beside them. */
export function isNarrow(width: number): boolean {
  return width < 560;
}

/** Pixels below which a panel is too low to read. */
const LOWEST_PANEL = 64;

/** What lines of a chart can do without: the space around their names. */
const SPARE_OF_LINE = 10;

/** Pixels of a panel’s height such that its chart, of so many panels one below the other, ends so much higher up. */
export function panelHeight(height: number, excess: number, stacked: number): number {
  return Math.min(height, Math.max(LOWEST_PANEL, Math.floor(height - excess / stacked)));
}

/** Pixels of a line, of all lines of a panel, such that its chart ends so much higher up. */
export function lineHeight(step: number, lines: number, excess: number): number {
  return Math.max(step - SPARE_OF_LINE, Math.floor(step - excess / lines));
}

/** Letters of a panel’s title, which is bold, that stand side by side in so many pixels. */
export function lettersIn(width: number): number {
  return Math.max(8, Math.floor(width / 7.5));
}

/** Chinese signs are as wide as they are high, Latin letters half as wide. */
const WIDE = /[\u2e80-\u9fff\uff00-\uffef]/;
const WORDS = /[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+/g;

/** A title in lines of so many pixels, which break at spaces, or between Chinese signs. */
export function linesWithin(title: string, width: number): string[] {
  const lines: string[] = [];
  let from = 0;
  for (const { 0: word, index } of title.matchAll(WORDS)) {
    if (index === from || pixelsOf(title.slice(from, index + word.length)) <= width) continue;
    lines.push(title.slice(from, index).trim());
    from = index;
  }
  return [...lines, title.slice(from)];
}

function pixelsOf(words: string): number {
  return [...words].reduce((sum, sign) => sum + (WIDE.test(sign) ? 12 : sign === ' ' ? 3.5 : 6.5), 0);
}
