import test from 'ava';
import { layersOf, stepFlops } from '../../bench/flops.ts';
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
  const network = { kind: 'residual', depth: 20, resolution: 32, width: 16 } as const;
  t.is(
    layersOf(network).reduce((sum, layer) => sum + multiplyAdds(layer), 0),
    40_551_040,
  );
  t.is(stepFlops(network), 242_421_504);
});
