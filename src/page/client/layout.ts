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
