import { text } from '../../page/client/dom.ts';
import type { Colors, Surface } from './canvas.ts';
import { drawCurves } from './curves.ts';
import type { View } from './view.ts';

/** Of images, which a page opens with. */
const DEFAULT_CLASSES = 10;

/** Training and test errors of both networks. */
export function drawErrors(
  surface: Surface,
  views: readonly View[],
  names: readonly string[],
  colors: Colors,
): void {
  const curves = views.flatMap(({ ready, epochs }, i) => {
    const color = colors.networks[i]!;
    const points = (value: (epoch: View['epochs'][number]) => number) =>
      epochs.map(epoch => [epoch.step * (ready?.batchSize ?? 0), value(epoch)] as const);
    return [
      { points: points(epoch => epoch.testErrorPct), color, dashed: true },
      { points: points(epoch => epoch.trainErrorPct), color, dots: true, label: names[i]! },
    ];
  });
  const classes = views.find(({ ready }) => ready)?.ready?.classes ?? DEFAULT_CLASSES;
  drawCurves(surface, {
    curves,
    top: 100,
    level: { at: 100 * (1 - 1 / classes), label: text('chance') },
    colors,
  });
}

/** Losses of the last batches of both networks. */
export function drawLosses(
  surface: Surface,
  views: readonly View[],
  names: readonly string[],
  colors: Colors,
): void {
  const curves = views.map(({ ready, losses }, i) => ({
    points: losses.map(({ step, loss }) => [step * (ready?.batchSize ?? 0), loss] as const),
    color: colors.networks[i]!,
    label: names[i]!,
  }));
  const most = Math.max(...curves.flatMap(({ points }) => points.map(([, loss]) => loss)), 0);
  drawCurves(surface, { curves, top: Math.max(3, Math.min(10, Math.ceil(most))), colors });
}
