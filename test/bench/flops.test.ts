import test from 'ava';
import { layersOf, stepFlops, winogradStepFlops } from '../../bench/flops.ts';
import { NETWORKS } from '../../bench/networks.ts';
import { multiplyAdds } from '../../src/model/layer-shapes.ts';

test('operations of a step agree with the closed form', t => {
  for (const network of NETWORKS) {
    const { depth, resolution: side, width } = network;
    const blocks = (depth - 2) / 6;
    const stem = 27 * width * side ** 2;
    // Each stage halves the sides and doubles the channels; its first layer has half the inputs.
    const body = 9 * width ** 2 * side ** 2 * (2 * blocks + 2 * (2 * blocks - 1 / 2));
    t.is(stepFlops(network), 6 * (stem + body + 40 * width) - 2 * stem);
  }
});

test('a 20-layer network of the paper takes 41 million multiply-adds, and six times as many operations a step', t => {
  const network = { kind: 'residual', depth: 20, resolution: 32, width: 16, batch: 128 } as const;
  t.is(
    layersOf(network).reduce((sum, layer) => sum + multiplyAdds(layer), 0),
    40_551_040,
  );
  t.is(stepFlops(network), 242_421_504);
});

test('with Winograd’s algorithm, 3 × 3 convolutions in steps of one pixel take a quarter of the products, or 4/9 where sides are even only', t => {
  for (const { resolution, share } of [
    { resolution: 32, share: 1 / 4 },
    // Sides of 24, 12 and 6.
    { resolution: 24, share: null },
  ]) {
    const network = { kind: 'plain', depth: 20, resolution, width: 16, batch: 128 } as const;
    const shareOf = (side: number) => share ?? (side === 6 ? 4 / 9 : 1 / 4);
    const expected = layersOf(network).reduce((sum, layer, i) => {
      const suits = layer.kind === 'convolution' && layer.stride === 1 && i > 0;
      const products = multiplyAdds(layer) * (suits ? shareOf(layer.input[0]) : 1);
      return sum + (i === 0 ? 4 : 6) * products;
    }, 0);
    t.true(Math.abs(winogradStepFlops(network) / expected - 1) < 1e-12);
  }
});
