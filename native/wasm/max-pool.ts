/**
 * The largest value of every window; of a window with something that is no number, that. Layout NHWC; windows may reach
 * over the edges, where there is nothing. Addresses are bytes.
 */
export function maxPool(
  x: usize,
  y: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  rows: i32,
  columns: i32,
  strideY: i32,
  strideX: i32,
  top: i32,
  left: i32,
): void {
  const pixel = <usize>channels * 4;
  const row = pixel * <usize>width;
  for (let n = 0; n < batch; n++) {
    for (let outY = 0; outY < outHeight; outY++) {
      const y0 = max(0, outY * strideY - top);
      const y1 = min(height, outY * strideY - top + rows);
      for (let outX = 0; outX < outWidth; outX++) {
        const x0 = max(0, outX * strideX - left);
        const x1 = min(width, outX * strideX - left + columns);
        largest(x + <usize>y0 * row + <usize>x0 * pixel, y1 - y0, x1 - x0, row, pixel, channels, y);
        y += pixel;
      }
    }
    x += row * <usize>height;
  }
}

/** Of one window, by channel. WebAssembly's `max` is no number where one of the two is none. */
function largest(window: usize, rows: i32, columns: i32, row: usize, pixel: usize, channels: i32, y: usize): void {
  let channel = 0;
  while (channel < channels) {
    const four = channel + 4 <= channels;
    let all = f32x4.splat(-<f32>Infinity);
    let one: f32 = -<f32>Infinity;
    for (let r = 0; r < rows; r++) {
      let at = window + <usize>r * row;
      for (let c = 0; c < columns; c++) {
        if (four) all = f32x4.max(all, v128.load(at));
        else one = max<f32>(one, load<f32>(at));
        at += pixel;
      }
    }
    if (four) v128.store(y, all);
    else store<f32>(y, one);
    const step = four ? 4 : 1;
    channel += step;
    window += <usize>step * 4;
    y += <usize>step * 4;
  }
}
