import fc from 'fast-check';

/** Largest sizes that kernels are tried on: one more than two vectors, and than four and more. */
export const most = { batch: 9, height: 33, width: 33, inputs: 70, outputs: 70 } as const;
export type Sizes = { -readonly [name in keyof typeof most]: number };

const names = Object.keys(most) as (keyof Sizes)[];

/**
 * Sizes whose product is at most `work`. They are drawn without regard to it and then cut, in an order that is drawn
 * as well: so each is at its largest in some cases, with the others small.
 */
export function sizes(work: number): fc.Arbitrary<Sizes> {
  const size = (name: keyof Sizes) => fc.integer({ min: 1, max: most[name] });
  return fc
    .record({
      drawn: fc.tuple(...names.map(size)),
      order: fc.shuffledSubarray(names, { minLength: names.length }),
    })
    .map(({ drawn, order }) => {
      const cut: Partial<Sizes> = {};
      let left = work;
      for (const name of order) {
        const size = Math.max(1, Math.min(drawn[names.indexOf(name)]!, Math.floor(left)));
        cut[name] = size;
        left /= size;
      }
      return cut as Sizes;
    });
}

/** Sizes of images in whole tiles of 2 × 2 or 4 × 4 pixels and of channels in whole vectors, most of them of few tiles. */
export function tiledSizes(work: number): fc.Arbitrary<Sizes> {
  const side = fc.integer({ min: 1, max: 8 }).map(half => 2 * half);
  const channels = fc.constantFrom(8, 16, 32, 48);
  const whole = fc.record({
    batch: fc.integer({ min: 1, max: most.batch }),
    height: side,
    width: side,
    inputs: channels,
    outputs: channels,
  });
  return fc
    .oneof(
      whole,
      whole.map(sizes => ({ ...sizes, outputs: sizes.inputs })),
    )
    .filter(({ batch, height, width, inputs, outputs }) => batch * height * width * inputs * outputs <= work);
}

/** Remembers which sizes were tried. */
export class Tried {
  private readonly seen = new Map(names.map(name => [name, new Set<number>()]));

  add(tried: Sizes): void {
    for (const name of names) this.seen.get(name)!.add(tried[name]);
  }

  /** Sizes at the ends of their ranges that no case had. */
  missing(): string[] {
    return names.flatMap(name =>
      [1, most[name]].filter(end => !this.seen.get(name)!.has(end)).map(end => `${name} ${end}`),
    );
  }
}
