import { msg, type Text } from '../language/phrase.ts';

/*
 * Values of settings that are about data, in words, the paper's and a run's alike: what reads the same is the same.
 */

export function yesNo(value: boolean): Text {
  return value ? msg`yes` : msg`no`;
}

export function pixelsOf(side: number): Text {
  return msg`${side}×${side} pixels`;
}

export function paddingOf(padding: number, resolution: number): Text {
  return padding === 0 ? msg`no crop` : msg`${padding} of ${resolution} pixels`;
}
