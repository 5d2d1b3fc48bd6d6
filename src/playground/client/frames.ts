/** Milliseconds from one drawing to the next for readers who asked for less motion. */
const CALM = 1000;

const waiting = new Set<() => void>();
const calm = matchMedia('(prefers-reduced-motion: reduce)');
let last = Number.NEGATIVE_INFINITY;
let asked = false;

/** How long what moves is to rest between two changes, for this reader. */
export function restBetween(): number {
  return calm.matches ? CALM : 0;
}

/** Draws with the next frame, once, however often it is asked for; nothing is drawn while nothing changes. */
export function renew(draw: () => void): void {
  waiting.add(draw);
  if (asked) return;
  asked = true;
  requestAnimationFrame(frame);
}

function frame(now: number): void {
  if (now - last < restBetween()) {
    requestAnimationFrame(frame);
    return;
  }
  asked = false;
  last = now;
  const all = [...waiting];
  waiting.clear();
  for (const draw of all) draw();
}
