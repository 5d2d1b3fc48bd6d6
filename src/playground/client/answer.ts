import { text } from '../../page/client/dom.ts';
import { grouped, percent } from './numbers.ts';
import type { View } from './view.ts';

/** What the last measurements say, of the same number of images where there is one. */
export function answerOf(
  [first, second]: readonly [View, View],
  [one, other]: readonly [string, string],
): string {
  const [last, latest] = [first.epochs.at(-1), second.epochs.at(-1)];
  if (!last || !latest || Math.max(last.epoch, latest.epoch) === 0) return text('waiting');
  const both = Math.min(last.epoch, latest.epoch);
  const [left, right] = [first, second].map(({ epochs }) => epochs.find(({ epoch }) => epoch === both));
  if (both > 0 && left && right) {
    const images = grouped(left.step * first.ready!.batchSize);
    return text('answer', images, one, percent(left.trainErrorPct), other, percent(right.trainErrorPct));
  }
  const seen = (view: View) => grouped(view.epochs.at(-1)!.step * view.ready!.batchSize);
  return text(
    'unequal',
    one,
    seen(first),
    percent(last.trainErrorPct),
    other,
    seen(second),
    percent(latest.trainErrorPct),
  );
}
