import { type Colors, type Surface, stroke, write } from './canvas.ts';

export interface Columns {
  readonly values: readonly number[];
  /** A mark across each column; may be empty. */
  readonly before: readonly number[];
  readonly color: string;
  readonly colors: Colors;
  /** Powers of ten at the bottom and at the top of the scale. */
  readonly decades: Decades;
}

export type Decades = readonly [low: number, high: number];

const MARGIN = { left: 34, right: 4, top: 6, bottom: 6 };
/** Below this single precision has nothing left to tell. */
const LEAST = -30;

/** A column for each value, on a logarithmic scale; what is 0, or no number, has none. */
export function drawColumns(surface: Surface, { values, before, color, colors, decades }: Columns): void {
  const { context, width, height } = surface;
  const [low, high] = decades;
  const room = height - MARGIN.top - MARGIN.bottom;
  const y = (value: number) => {
    const share = (Math.log10(value) - low) / (high - low);
    return height - MARGIN.bottom - Math.min(1, Math.max(0, share)) * room;
  };
  for (const power of ticks(decades)) {
    const at = y(10 ** power);
    stroke(surface, colors.grid, [MARGIN.left, at, width - MARGIN.right, at]);
    write(surface, decadeLabel(power), MARGIN.left - 4, at, { color: colors.muted, align: 'right' });
  }
  const pitch = (width - MARGIN.left - MARGIN.right) / Math.max(1, values.length);
  const breadth = Math.max(1, Math.min(16, pitch - 1));
  for (const [i, value] of values.entries()) {
    const left = MARGIN.left + i * pitch;
    if (value > 0) {
      context.fillStyle = color;
      // At least a pixel, so that what is at the bottom of the scale is there.
      const top = Math.min(y(value), height - MARGIN.bottom - 1);
      context.fillRect(left, top, breadth, height - MARGIN.bottom - top);
    }
    const earlier = before[i] ?? 0;
    if (earlier > 0) {
      context.fillStyle = colors.text;
      context.fillRect(left, y(earlier) - 0.75, breadth, 1.5);
    }
  }
}

/** A scale that holds these values, and at least as much as one before: it never jumps back and forth. */
export function decadesFor(values: readonly number[], former: Decades | null): Decades {
  const powers = values.filter(value => value > 0 && Number.isFinite(value)).map(Math.log10);
  if (powers.length === 0) return former ?? [-3, 1];
  const low = Math.max(LEAST, Math.floor(Math.min(...powers)));
  const high = Math.max(low + 1, Math.ceil(Math.max(...powers)));
  return former ? [Math.min(low, former[0]), Math.max(high, former[1])] : [low, high];
}

/** Few enough to be read. */
function ticks([low, high]: Decades): number[] {
  const step = Math.max(1, Math.ceil((high - low) / 4));
  const found: number[] = [];
  for (let power = low; power <= high; power += step) found.push(power);
  return found;
}

function decadeLabel(power: number): string {
  if (power >= -2 && power <= 3) return String(Number((10 ** power).toPrecision(1)));
  return `1e${power < 0 ? '−' : ''}${Math.abs(power)}`;
}
