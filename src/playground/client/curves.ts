import { type Colors, type Surface, stroke, write } from './canvas.ts';

/** One line of a chart. */
export interface Curve {
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly color: string;
  readonly dashed?: boolean;
  readonly dots?: boolean;
  /** Stands at its end. */
  readonly label?: string;
}

export interface CurveChart {
  readonly curves: readonly Curve[];
  /** Top of the scale, which begins at 0. */
  readonly top: number;
  /** A level with a name, as that of guessing. */
  readonly level?: { readonly at: number; readonly label: string };
  readonly colors: Colors;
}

const MARGIN = { left: 34, right: 8, top: 10, bottom: 20 };
/** Pixels from one label at a line's end to the next. */
const LABEL = 13;

/** Curves over what has been seen, from 0 to where the longest ends. */
export function drawCurves(surface: Surface, { curves, top, level, colors }: CurveChart): void {
  const { width, height } = surface;
  const xs = curves.flatMap(({ points }) => points.map(([x]) => x));
  const [from, to] = [Math.min(0, ...xs), niceAbove(Math.max(1, ...xs))];
  const x = (value: number) =>
    MARGIN.left + ((value - from) / (to - from)) * (width - MARGIN.left - MARGIN.right);
  const y = (value: number) =>
    height - MARGIN.bottom - (Math.min(value, top) / top) * (height - MARGIN.top - MARGIN.bottom);
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    stroke(surface, colors.grid, [MARGIN.left, y(share * top), width - MARGIN.right, y(share * top)]);
    write(surface, shortNumber(share * top), MARGIN.left - 5, y(share * top), {
      color: colors.muted,
      align: 'right',
    });
  }
  for (const share of [0.5, 1]) {
    write(surface, shortNumber(from + share * (to - from)), x(from + share * (to - from)), height - 9, {
      color: colors.muted,
      align: share === 1 ? 'right' : 'center',
    });
  }
  if (level) {
    stroke(surface, colors.axis, [MARGIN.left, y(level.at), width - MARGIN.right, y(level.at)]);
    write(surface, level.label, MARGIN.left + 4, y(level.at) + 8, { color: colors.muted });
  }
  for (const curve of curves) drawCurve(surface.context, curve, x, y);
  drawLabels(surface, curves, x, y);
}

type Place = (value: number) => number;

function drawCurve(context: CanvasRenderingContext2D, curve: Curve, x: Place, y: Place): void {
  context.strokeStyle = curve.color;
  context.fillStyle = curve.color;
  context.lineWidth = curve.dashed ? 1.5 : 2;
  context.setLineDash(curve.dashed ? [5, 4] : []);
  context.beginPath();
  for (const [i, [px, py]] of curve.points.entries()) {
    if (i === 0) context.moveTo(x(px), y(py));
    else context.lineTo(x(px), y(py));
  }
  context.stroke();
  context.setLineDash([]);
  if (!curve.dots) return;
  for (const [px, py] of curve.points) {
    context.beginPath();
    context.arc(x(px), y(py), 2.2, 0, 2 * Math.PI);
    context.fill();
  }
}

/** Names at the ends of their lines, moved apart where two would lie on each other. */
function drawLabels(surface: Surface, curves: readonly Curve[], x: Place, y: Place): void {
  const labels = curves
    .flatMap(({ points, label, color }) => {
      const end = points.at(-1);
      return label && end ? [{ label, color, x: x(end[0]), y: y(end[1]) - 9 }] : [];
    })
    .sort((a, b) => a.y - b.y);
  let last = 0;
  for (const { label, color, x: at, y: wanted } of labels) {
    const placed = Math.min(surface.height - LABEL, Math.max(LABEL / 2, wanted, last + LABEL));
    last = placed;
    const fits = at + surface.context.measureText(label).width < surface.width - MARGIN.right;
    write(surface, label, at, placed, { color, align: fits ? 'left' : 'right' });
  }
}

/** The next number that is 1, 2 or 5 times a power of ten. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * [1, 2, 5, 10].find(factor => factor * power >= value)!;
}

function shortNumber(value: number): string {
  return value >= 1000 ? `${Number((value / 1000).toFixed(1))}k` : String(Number(value.toPrecision(3)));
}
