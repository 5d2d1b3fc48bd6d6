import { format } from 'd3-format';
import humanizeDuration from 'humanize-duration';
import type { LanguageCode } from './languages.ts';
import { inAllLanguages, msg, type Phrase, type Text, translated } from './phrase.ts';

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

/** Units of time as they stand behind a number. */
const unitNames: Readonly<Record<LanguageCode, humanizeDuration.UnitTranslationOptions>> = {
  en: { h: () => 'h', m: () => 'min', s: () => 's' },
  'zh-CN': { h: () => '小时', m: () => '分', s: () => '秒' },
};

const inUnits = humanizeDuration.humanizer({
  units: ['h', 'm', 's'],
  largest: 2,
  round: true,
  delimiter: ' ',
  languages: unitNames,
});

/** Seconds as `42 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number | null): Text {
  if (seconds === null) return '–';
  return translated(inAllLanguages(language => inUnits(1000 * seconds, { language })));
}

/** The same as people say it of what they only estimate: `42 s`, `3 min`, `2 h 5 min`. */
export function roughDuration(seconds: number): Text {
  const rough = seconds < 90 ? seconds : 60 * Math.round(seconds / 60);
  return duration(rough);
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
