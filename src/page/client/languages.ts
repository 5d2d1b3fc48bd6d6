/** The first of the reader's languages that a page has, or one of the same tongue; else `otherwise`. */
export function preferred(wanted: readonly string[], has: readonly string[], otherwise: string): string {
  const tongue = (code: string) => code.split('-')[0];
  for (const one of wanted) {
    const code = has.includes(one) ? one : has.find(other => tongue(other) === tongue(one));
    if (code) return code;
  }
  return otherwise;
}
