import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import test from 'ava';
import fc from 'fast-check';
import { exhaustively } from '../exhaustive.ts';

const folder = fileURLToPath(new URL('../../native/wasm/', import.meta.url));
const committed = await readFile(`${folder}kernels.wasm`);

declare const WebAssembly: {
  Memory: new (limits: { initial: number }) => { readonly buffer: ArrayBuffer };
  instantiate(
    binary: Uint8Array,
    imports: object,
  ): Promise<{ instance: { exports: { filterGradient(...args: number[]): void } } }>;
};

exhaustively('the committed binary is what the source compiles to', async t => {
  const written = new Map<string, Uint8Array | string>();
  const { error, stderr } = await asc.main(['--config', 'asconfig.json', '--baseDir', folder], {
    writeFile: (name: string, contents: Uint8Array | string) => void written.set(name, contents),
  });
  t.is(error, null, stderr.toString());
  t.deepEqual(Buffer.from(written.get(`${folder}kernels.wasm`)!), committed);
});

test('the binary brings no data of its own, which would overwrite the heap that it is loaded into', t => {
  const DATA_SECTION = 11;
  t.false(sectionIds(committed).includes(DATA_SECTION));
});

test('the kernel computes the gradient for any shape and touches nothing else', async t => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { instance } = await WebAssembly.instantiate(committed, { env: { memory } });
  const shapes = fc
    .record({
      batch: fc.integer({ min: 1, max: 3 }),
      height: fc.integer({ min: 3, max: 9 }),
      width: fc.integer({ min: 3, max: 9 }),
      inputs: fc.integer({ min: 1, max: 9 }),
      outputs: fc.integer({ min: 1, max: 18 }),
      size: fc.constantFrom(1, 3),
      stride: fc.constantFrom(1, 2),
      pad: fc.constantFrom(0, 1),
      seed: fc.integer({ min: 1, max: 1000 }),
    })
    .filter(s => s.height + 2 * s.pad >= s.size && s.width + 2 * s.pad >= s.size);
  fc.assert(
    fc.property(shapes, s => {
      const outHeight = Math.floor((s.height + 2 * s.pad - s.size) / s.stride) + 1;
      const outWidth = Math.floor((s.width + 2 * s.pad - s.size) / s.stride) + 1;
      const sizes = {
        x: s.batch * s.height * s.width * s.inputs,
        dy: s.batch * outHeight * outWidth * s.outputs,
        dw: s.size * s.size * s.inputs * s.outputs,
      };
      const heap = new Float32Array(memory.buffer);
      heap.forEach((_, i) => {
        heap[i] = Math.sin(s.seed * (i + 1));
      });
      const before = heap.slice();
      const GUARD = 8;
      const at = { x: GUARD, dy: 2 * GUARD + sizes.x, dw: 3 * GUARD + sizes.x + sizes.dy };
      const { filterGradient } = instance.exports;
      filterGradient(
        ...[4 * at.x, 4 * at.dy, 4 * at.dw, s.batch, s.height, s.width, s.inputs],
        ...[outHeight, outWidth, s.outputs, s.size, s.size, s.stride, s.stride, s.pad, s.pad],
      );
      const expected = reference(
        before.subarray(at.x, at.x + sizes.x),
        before.subarray(at.dy, at.dy + sizes.dy),
        { ...s, outHeight, outWidth },
      );
      expected.forEach((value, i) => {
        const difference = Math.abs(value - heap[at.dw + i]!);
        if (difference > 1e-4) throw new Error(`dw[${i}] is off by ${difference}`);
      });
      const outside = (i: number) => i < at.dw || i >= at.dw + sizes.dw;
      return heap.every((value, i) => !outside(i) || value === before[i]);
    }),
    { numRuns: 60 },
  );
  t.pass();
});

interface Shape {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly inputs: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outputs: number;
  readonly size: number;
  readonly stride: number;
  readonly pad: number;
}

/** The sum of the definition, in double precision. */
function reference(x: Float32Array, dy: Float32Array, s: Shape): Float64Array {
  const dw = new Float64Array(s.size * s.size * s.inputs * s.outputs);
  for (let n = 0; n < s.batch; n++)
    for (let oy = 0; oy < s.outHeight; oy++)
      for (let ox = 0; ox < s.outWidth; ox++)
        for (let r = 0; r < s.size; r++)
          for (let c = 0; c < s.size; c++) {
            const iy = oy * s.stride + r - s.pad;
            const ix = ox * s.stride + c - s.pad;
            if (iy < 0 || iy >= s.height || ix < 0 || ix >= s.width) continue;
            for (let i = 0; i < s.inputs; i++)
              for (let o = 0; o < s.outputs; o++) {
                const input = x[((n * s.height + iy) * s.width + ix) * s.inputs + i]!;
                const gradient = dy[((n * s.outHeight + oy) * s.outWidth + ox) * s.outputs + o]!;
                dw[((r * s.size + c) * s.inputs + i) * s.outputs + o]! += input * gradient;
              }
          }
  return dw;
}

/** Ids of a binary's sections, in order (WebAssembly specification, 5.5.2). */
function sectionIds(binary: Uint8Array): number[] {
  const ids: number[] = [];
  let position = 8;
  while (position < binary.length) {
    ids.push(binary[position++]!);
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = binary[position++]!;
      size |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    position += size;
  }
  return ids;
}
