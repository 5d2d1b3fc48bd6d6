/**
 * Gradient of a convolution with respect to its filter, for the heap of the wasm engine. AssemblyScript.
 *
 *   dw[r, c, i, o] = Σ over images and output pixels  x[n, y·stride + r − top, x·stride + c − left, i] · dy[n, y, x, o]
 *
 * Image after image, so that both operands stay in the cache; for each filter tap, tiles of four input by eight
 * output channels are summed in registers while the pixels of the image go by, then added to `dw`: sums of sums
 * lose fewer digits. Layout NHWC; filters `[rows, columns, in, out]`. Addresses are bytes; all of `dw` is written.
 */
export function filterGradient(
  x: usize,
  dy: usize,
  dw: usize,
  batch: i32,
  height: i32,
  width: i32,
  inputs: i32,
  outHeight: i32,
  outWidth: i32,
  outputs: i32,
  rows: i32,
  columns: i32,
  strideY: i32,
  strideX: i32,
  top: i32,
  left: i32,
): void {
  memory.fill(dw, 0, <usize>(rows * columns * inputs * outputs * 4));
  const imageBytes = <usize>(height * width * inputs * 4);
  const outBytes = <usize>(outHeight * outWidth * outputs * 4);
  for (let n = 0; n < batch; n++) {
    for (let r = 0; r < rows; r++) {
      // Output rows whose input row exists.
      const y0 = firstInside(r - top, strideY);
      const y1 = endInside(r - top, strideY, height, outHeight);
      for (let c = 0; c < columns; c++) {
        const x0 = firstInside(c - left, strideX);
        const x1 = endInside(c - left, strideX, width, outWidth);
        if (y0 < y1 && x0 < x1) {
          const firstX = x + <usize>((((y0 * strideY + r - top) * width + x0 * strideX + c - left) * inputs) * 4);
          const firstDy = dy + <usize>(((y0 * outWidth + x0) * outputs) * 4);
          const tap = dw + <usize>((r * columns + c) * inputs * outputs * 4);
          tapGradient(
            firstX,
            firstDy,
            tap,
            y1 - y0,
            x1 - x0,
            <usize>(strideY * width * inputs * 4),
            <usize>(strideX * inputs * 4),
            <usize>(outWidth * outputs * 4),
            inputs,
            outputs,
          );
        }
      }
    }
    x += imageBytes;
    dy += outBytes;
  }
}

/** The first output position whose input position, `position · stride + offset`, is not negative. */
function firstInside(offset: i32, stride: i32): i32 {
  return offset >= 0 ? 0 : (stride - 1 - offset) / stride;
}

/** One past the last output position whose input position is below `size`. */
function endInside(offset: i32, stride: i32, size: i32, outSize: i32): i32 {
  if (offset >= size) return 0;
  return min(outSize, (size - 1 - offset) / stride + 1);
}

/** Adds one image's share of one filter tap: all pairs of channels. */
function tapGradient(
  x: usize,
  dy: usize,
  tap: usize,
  height: i32,
  width: i32,
  xRow: usize,
  xPixel: usize,
  dyRow: usize,
  inputs: i32,
  outputs: i32,
): void {
  const dyPixel = <usize>outputs * 4;
  let o = 0;
  while (o < outputs) {
    const eight = o + 8 <= outputs;
    const dyTile = dy + <usize>o * 4;
    let i = 0;
    while (i < inputs) {
      const four = eight && i + 4 <= inputs;
      const xTile = x + <usize>i * 4;
      const dwTile = tap + <usize>(i * outputs + o) * 4;
      if (four) tile4x8(xTile, dyTile, dwTile, height, width, xRow, xPixel, dyRow, dyPixel);
      else if (eight) tile1x8(xTile, dyTile, dwTile, height, width, xRow, xPixel, dyRow, dyPixel);
      else tile1x1(xTile, dyTile, dwTile, height, width, xRow, xPixel, dyRow, dyPixel);
      i += four ? 4 : 1;
    }
    o += eight ? 8 : 1;
  }
}

function tile4x8(x: usize, dy: usize, dw: usize, height: i32, width: i32, xRow: usize, xPixel: usize, dyRow: usize, dyPixel: usize): void {
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let b0 = a0;
  let b1 = a0;
  let b2 = a0;
  let b3 = a0;
  for (let row = 0; row < height; row++) {
    let xp = x;
    let dp = dy;
    for (let column = 0; column < width; column++) {
      const g = v128.load(dp);
      const h = v128.load(dp, 16);
      const x0 = v128.load32_splat(xp);
      const x1 = v128.load32_splat(xp, 4);
      const x2 = v128.load32_splat(xp, 8);
      const x3 = v128.load32_splat(xp, 12);
      a0 = f32x4.add(a0, f32x4.mul(x0, g));
      b0 = f32x4.add(b0, f32x4.mul(x0, h));
      a1 = f32x4.add(a1, f32x4.mul(x1, g));
      b1 = f32x4.add(b1, f32x4.mul(x1, h));
      a2 = f32x4.add(a2, f32x4.mul(x2, g));
      b2 = f32x4.add(b2, f32x4.mul(x2, h));
      a3 = f32x4.add(a3, f32x4.mul(x3, g));
      b3 = f32x4.add(b3, f32x4.mul(x3, h));
      xp += xPixel;
      dp += dyPixel;
    }
    x += xRow;
    dy += dyRow;
  }
  // One row of the filter is as long as one pixel of the output.
  addEight(dw, a0, b0);
  addEight(dw + dyPixel, a1, b1);
  addEight(dw + 2 * dyPixel, a2, b2);
  addEight(dw + 3 * dyPixel, a3, b3);
}

function tile1x8(x: usize, dy: usize, dw: usize, height: i32, width: i32, xRow: usize, xPixel: usize, dyRow: usize, dyPixel: usize): void {
  let a = f32x4.splat(0);
  let b = a;
  for (let row = 0; row < height; row++) {
    let xp = x;
    let dp = dy;
    for (let column = 0; column < width; column++) {
      const value = v128.load32_splat(xp);
      a = f32x4.add(a, f32x4.mul(value, v128.load(dp)));
      b = f32x4.add(b, f32x4.mul(value, v128.load(dp, 16)));
      xp += xPixel;
      dp += dyPixel;
    }
    x += xRow;
    dy += dyRow;
  }
  addEight(dw, a, b);
}

function tile1x1(x: usize, dy: usize, dw: usize, height: i32, width: i32, xRow: usize, xPixel: usize, dyRow: usize, dyPixel: usize): void {
  let sum: f32 = 0;
  for (let row = 0; row < height; row++) {
    let xp = x;
    let dp = dy;
    for (let column = 0; column < width; column++) {
      sum += load<f32>(xp) * load<f32>(dp);
      xp += xPixel;
      dp += dyPixel;
    }
    x += xRow;
    dy += dyRow;
  }
  store<f32>(dw, load<f32>(dw) + sum);
}

function addEight(dw: usize, a: v128, b: v128): void {
  v128.store(dw, f32x4.add(v128.load(dw), a));
  v128.store(dw, f32x4.add(v128.load(dw, 16), b), 16);
}
