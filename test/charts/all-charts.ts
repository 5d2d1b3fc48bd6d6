import { asLead } from '../../src/charts/as-lead.ts';
import { blockProfile } from '../../src/charts/block-profile.ts';
import { blockTraining } from '../../src/charts/block-training.ts';
import { errorByVariant } from '../../src/charts/by-variant.ts';
import { errorOverFactor } from '../../src/charts/error-over-factor.ts';
import { trainingErrorAtAGlance } from '../../src/charts/glance.ts';
import { lesionByBlock, lesionByCount } from '../../src/charts/lesions.ts';
import { lossSurface } from '../../src/charts/loss-surface.ts';
import { networkCurves } from '../../src/charts/network-curves.ts';
import type { ChartBuilder } from '../../src/charts/parts/chart.ts';
import { correlationByDistance } from '../../src/charts/shattering.ts';
import { trainingErrorOverFactor } from '../../src/charts/training-error-over-factor.ts';
import { definition } from '../reports/definition.ts';

export const advice = {
  lookFor: 'What the experiment that draws this chart wants its reader to see.',
  refutedBy: 'What it would look like if the experiment’s expectation were wrong.',
};
/** One of each kind, with what experiments ask of them. */
export const allCharts: readonly ChartBuilder[] = [
  ...definition.charts,
  errorByVariant(advice),
  networkCurves({ ...advice, quantity: 'loss' }),
  networkCurves({ ...advice, quantity: 'error' }),
  blockProfile({
    ...advice,
    id: 'block-gradients',
    title: 'Gradient norm from block to block',
    measure: 'gradient_norm',
    axis: 'Gradient norm',
    scale: 'log',
    moments: ['before training', 'last epoch'],
  }),
  blockProfile({
    ...advice,
    id: 'block-classifiers',
    title: 'Error of a linear classifier',
    measure: 'linear_error_pct',
    axis: 'Error in %',
    scale: 'linear',
    moments: ['last epoch'],
    dots: true,
  }),
  blockProfile({
    ...advice,
    id: 'block-norms-and-errors',
    title: 'Several measures',
    measure: [
      ['gradient', 'gradient_norm'],
      ['error', 'forward_error'],
    ],
    axis: 'Norm, and relative error',
    scale: 'log',
    ownAxes: true,
    moments: ['last epoch'],
  }),
  lesionByBlock(advice),
  lesionByCount(advice),
  asLead(lesionByBlock(advice)),
  trainingErrorAtAGlance(),
  trainingErrorOverFactor({
    title: 'Training error over width',
    axis: 'Times as many filters',
    factor: ({ network }) => network.widening ?? 1,
  }),
  correlationByDistance(advice),
  lossSurface(advice),
  errorOverFactor({
    ...advice,
    id: 'error-over-width',
    title: 'Final error over width',
    axis: 'Times as many filters',
    factor: ({ network }) => network.widening ?? 1,
  }),
  blockTraining({
    ...advice,
    id: 'block-outputs',
    title: 'Outputs while training',
    measure: 'output_rms',
    axis: 'Root mean square',
    scale: 'linear',
  }),
  blockTraining({
    ...advice,
    id: 'block-gradients-over-training',
    title: 'Gradients while training',
    measure: [['of x', 'gradient_norm']],
    axis: 'Norm',
    scale: 'log',
  }),
];
