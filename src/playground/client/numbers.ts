/** As on the pages of reports: the same in every language. */
export function percent(value: number): string {
  return value.toFixed(1);
}

/** `12,800` */
export function grouped(value: number): string {
  return String(Math.round(value)).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** Three digits, whatever the size. */
export function short(value: number | undefined): string {
  if (value === undefined) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  return size >= 0.01 && size < 1000 ? String(Number(value.toPrecision(3))) : value.toExponential(1);
}
