/** What a reader can point at, by pointer or by key: points of a chart with the values that they stand for. */

export interface Target {
  /** Centre, in pixels of whatever all targets are measured in. */
  readonly x: number;
  readonly y: number;
  /** Targets of one series are on one line. */
  readonly series: string;
}

/** Columns of a row that tell series apart. */
const naming = ['panel', 'network', 'arm', 'variant', 'set', 'depth', 'measure', 'level', 'seed'] as const;

/** The series that a row belongs to. */
export function seriesOf(row: Readonly<Record<string, unknown>>): string {
  // A line may lead from arm to arm, as over width; it has a name of its own then.
  const own: Readonly<Record<string, unknown>> = 'line' in row ? { ...row, arm: row.line } : row;
  return naming.map(name => `${own[name] ?? ''}`).join('\n');
}

/** The target nearest to a place, if one is within reach. */
export function nearest<T extends Target>(
  targets: readonly T[],
  x: number,
  y: number,
  reach = Number.POSITIVE_INFINITY,
): T | null {
  let found: T | null = null;
  let least = reach;
  for (const target of targets) {
    const distance = Math.hypot(target.x - x, target.y - y);
    if (distance >= least) continue;
    least = distance;
    found = target;
  }
  return found;
}

/** Keys that lead from one target to another. */
export type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

export function isDirection(key: string): key is Direction {
  return /^Arrow(Left|Right|Up|Down)$/.test(key);
}

/** Pixels by which neighbours on a line may differ across it. */
const SAME_PLACE = 1;

/**
 * Where a key leads: left and right along the series, up and down to the next one at the same place, or the nearest to
 * it; `null` where there is no way on.
 */
export function step<T extends Target>(targets: readonly T[], from: T, key: Direction): T | null {
  const along = key === 'ArrowLeft' || key === 'ArrowRight';
  const sign = key === 'ArrowLeft' || key === 'ArrowUp' ? -1 : 1;
  const ahead = targets.filter(target => {
    if (along !== (target.series === from.series)) return false;
    const distance = sign * (along ? target.x - from.x : target.y - from.y);
    return distance > SAME_PLACE;
  });
  if (along) return least(ahead, target => Math.abs(target.x - from.x));
  const level = ahead.filter(target => Math.abs(target.x - from.x) <= SAME_PLACE);
  return level.length > 0
    ? least(level, target => Math.abs(target.y - from.y))
    : nearest(ahead, from.x, from.y);
}

function least<T>(items: readonly T[], of: (item: T) => number): T | null {
  return items.reduce<T | null>((best, item) => (best === null || of(item) < of(best) ? item : best), null);
}
