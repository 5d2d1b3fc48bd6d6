import { significant } from '../../language/numbers.ts';
import { msg } from '../../language/phrase.ts';
import { finalRow } from '../../results/networks.ts';
import type { RunResult } from '../../results/schema.ts';
import { boundClaim } from './bound-claim.ts';
import type { Claim } from './claim.ts';

/** By which two evaluations of the same weights may differ in the files: seven digits are kept. */
const ROUNDING = 1e-5;

const asked = ({ probes }: RunResult['record']['config']) => probes?.measure?.includes('landscape') ?? false;

/** The middle of the surface is the trained network. */
export function centreIsTrained(): Claim {
  return boundClaim({
    id: 'centre-is-trained',
    statement: msg`The middle of each surface is the trained network: its loss is the final training loss.`,
    unit: msg`of the final training loss`,
    effectInWords: msg`difference between the loss in the middle and the final training loss, relative to it`,
    side: 'atMost',
    bound: ROUNDING,
    check: true,
    isAbout: asked,
    value(run) {
      const trained = finalRow(run)?.train_loss;
      const centre = run.landscape.find(({ alpha, beta }) => alpha === 0 && beta === 0)?.train_loss;
      return trained === undefined || centre == null ? null : Math.abs(centre - trained) / trained;
    },
    measured: worst => msg`losses in the middle are the trained ones to ${significant(worst, 2)}`,
  });
}

/** A surface has all of its points, each once. */
export function surfaceIsComplete(): Claim {
  return boundClaim({
    id: 'surface-is-complete',
    statement: msg`Every surface has all of its points.`,
    unit: msg`points missing`,
    effectInWords: msg`points of the square that have not been measured`,
    side: 'atMost',
    bound: 0,
    check: true,
    isAbout: asked,
    value(run) {
      const { landscape } = run;
      if (landscape.length === 0) return null;
      const side = run.record.config.probes?.landscapeSide ?? 21;
      const different = new Set(landscape.map(({ alpha, beta }) => `${alpha} ${beta}`));
      return side ** 2 - different.size;
    },
    measured: worst => msg`no surface lacks more than ${significant(worst, 2)} points`,
  });
}
