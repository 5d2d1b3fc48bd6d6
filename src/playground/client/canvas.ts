import { root } from '../../page/client/dom.ts';

/** A canvas made ready to be drawn on in CSS pixels. */
export interface Surface {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
}

/** Clears a canvas, as fine as the screen is; `null` while it is not shown. */
export function surfaceOf(canvas: HTMLCanvasElement): Surface | null {
  const { clientWidth: width, clientHeight: height } = canvas;
  if (width === 0 || height === 0) return null;
  const ratio = window.devicePixelRatio || 1;
  const [columns, rows] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== columns || canvas.height !== rows)
    Object.assign(canvas, { width: columns, height: rows });
  const context = canvas.getContext('2d')!;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = `11px ${getComputedStyle(document.body).fontFamily}`;
  context.lineJoin = 'round';
  return { context, width, height };
}

/** Colours of the page as they are now, light or dark. */
export interface Colors {
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly axis: string;
  /** Of the two networks. */
  readonly networks: readonly [string, string];
}

export function colorsNow(): Colors {
  const style = getComputedStyle(root);
  const of = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: of('--text'),
    muted: of('--muted'),
    grid: of('--grid'),
    axis: of('--axis'),
    networks: [of('--arm-0'), of('--arm-1')],
  };
}

/** A straight line. */
export function stroke(
  { context }: Surface,
  color: string,
  [x1, y1, x2, y2]: readonly [number, number, number, number],
): void {
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.setLineDash([]);
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

export function write(
  { context }: Surface,
  text: string,
  x: number,
  y: number,
  { color, align = 'left' }: { readonly color: string; readonly align?: CanvasTextAlign },
): void {
  context.fillStyle = color;
  context.textAlign = align;
  context.textBaseline = 'middle';
  context.fillText(text, x, y);
}
