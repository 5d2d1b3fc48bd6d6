import { DEFAULTS, type Settings } from '../../src/playground/settings.ts';

/** What is quickest to train. */
export const small: Settings = {
  ...DEFAULTS,
  networks: [
    { kind: 'plain', depth: 8 },
    { kind: 'residual', depth: 8 },
  ],
  width: 4,
};
