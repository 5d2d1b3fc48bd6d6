import type { Recipe } from '../run.ts';

/**
 * How numbers are written. Nothing depends on the reader's or the writer's locale: equal rows give equal bytes.
 */

/** Cut to `digits` significant digits: enough for a tooltip, and pages stay small. */
export function significant(value: number, digits = 5): number {
  return Number(value.toPrecision(digits));
}

/** `significant`, passing a missing number through. */
export function significantOrNull(value: number | null, digits = 5): number | null {
  return value === null ? null : significant(value, digits);
}

/** `24.14`, with a true minus sign; `–` for a number that was not measured. */
export function fixed(value: number | null | undefined, digits = 2): string {
  if (value === null || value === undefined) return '–';
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** `+24.14` or `−0.80`: for differences, whose sign is the message. */
export function signed(value: number | null | undefined, digits = 2): string {
  const text = fixed(value, digits);
  return value !== null && value !== undefined && value > 0 ? `+${text}` : text;
}

/** `269,722`. */
export function grouped(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** Seconds as `42 s`, `3 min 20 s`, `2 h 05 min`. */
export function duration(seconds: number | null): string {
  if (seconds === null) return '–';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${padded(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${padded(Math.floor((whole % 3600) / 60))} min`;
}

/** `8, 20 and 32`. */
export function listed(items: readonly (string | number)[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** `1 run`, `3 runs`. */
export function counted(n: number, noun: string): string {
  return `${grouped(n)} ${noun}${n === 1 ? '' : 's'}`;
}

/** `20 epochs`, `8 epochs of 5 passes`. */
export function epochsOf({ epochs, passesPerEpoch }: Pick<Recipe, 'epochs' | 'passesPerEpoch'>): string {
  return counted(epochs, 'epoch') + (passesPerEpoch ? ` of ${passesPerEpoch} passes` : '');
}

function padded(value: number): string {
  return String(value).padStart(2, '0');
}
