/**
 * ReLU of `count` values. What is no finite number, or minus infinity, becomes no number: a 0 in its place would hide
 * it. Addresses are bytes, and may be the same.
 */
export function rectify(x: usize, y: usize, count: i32): void {
  const zero = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const values = v128.load(x);
    // v − v is 0 for all finite numbers.
    v128.store(y, v128.bitselect(values, f32x4.sub(values, values), f32x4.gt(values, zero)));
    x += 16;
    y += 16;
  }
  for (; i < count; i++) {
    const value = load<f32>(x);
    store<f32>(y, value > 0 ? value : value - value);
    x += 4;
    y += 4;
  }
}
