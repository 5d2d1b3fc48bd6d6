import { format } from 'd3-format';
import { msg, type Phrase, type Text } from './phrase.ts';

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
  return value === null || value === undefined ? '–' : format(`.${digits}f`)(value);
}

/** `+24.14` or `−0.80`: for differences, whose sign is the message. */
export function signed(value: number | null | undefined, digits = 2): string {
  const text = fixed(value, digits);
  return value !== null && value !== undefined && value > 0 ? `+${text}` : text;
}

/** `269,722`. */
export function grouped(value: number): string {
  return format(',')(value);
}

/** `97.5 %`; where a language puts no space there, without. */
export function percent(value: number | string): Phrase {
  return msg`${value} %`;
}

/** Seconds as `42 s`, `3 min 20 s`, `2 h 05 min`. */
export function duration(seconds: number | null): Text {
  if (seconds === null) return '–';
  const whole = Math.round(seconds);
  if (whole < 60) return msg`${whole} s`;
  if (whole < 3600) return msg`${Math.floor(whole / 60)} min ${padded(whole % 60)} s`;
  return msg`${Math.floor(whole / 3600)} h ${padded(Math.floor((whole % 3600) / 60))} min`;
}

/** What English calls one of a thing, and any other number of it. */
const nouns = {
  claim: { one: (n: string) => msg`${n} claim`, other: (n: string) => msg`${n} claims` },
  'compared run': {
    one: (n: string) => msg`${n} compared run`,
    other: (n: string) => msg`${n} compared runs`,
  },
  epoch: { one: (n: string) => msg`${n} epoch`, other: (n: string) => msg`${n} epochs` },
  pair: { one: (n: string) => msg`${n} pair`, other: (n: string) => msg`${n} pairs` },
  row: { one: (n: string) => msg`${n} row`, other: (n: string) => msg`${n} rows` },
  run: { one: (n: string) => msg`${n} run`, other: (n: string) => msg`${n} runs` },
  seed: { one: (n: string) => msg`${n} seed`, other: (n: string) => msg`${n} seeds` },
  thread: { one: (n: string) => msg`${n} thread`, other: (n: string) => msg`${n} threads` },
  variant: { one: (n: string) => msg`${n} variant`, other: (n: string) => msg`${n} variants` },
} as const;

const english = new Intl.PluralRules('en');

/** `1 run`, `3 runs`. */
export function counted(n: number, noun: keyof typeof nouns): Text {
  return nouns[noun][english.select(n) === 'one' ? 'one' : 'other'](grouped(n));
}

/** `20 epochs`, `8 epochs of 5 passes`. */
export function epochsOf({
  epochs,
  passes,
}: {
  readonly epochs: number;
  /** In each of them, over the training images. */
  readonly passes: number;
}): Text {
  const count = counted(epochs, 'epoch');
  return passes > 1 ? msg`${count} of ${passes} passes` : count;
}

function padded(value: number): string {
  return String(value).padStart(2, '0');
}
