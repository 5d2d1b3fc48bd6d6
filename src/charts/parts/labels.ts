/**
 * Places labels at values, at least a gap apart: each moves as little as keeps all in order.
 *
 * @returns where each is written, in the order of the labels
 */
export function spread(values: readonly number[], gap: number): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  // Neighbours that are too near become one block around their common middle.
  const blocks: { middle: number; members: number[] }[] = [];
  for (const i of order) {
    blocks.push({ middle: values[i]!, members: [i] });
    for (;;) {
      const [below, last] = [blocks.at(-2), blocks.at(-1)!];
      if (!below || (last.middle - below.middle) * 2 >= gap * (last.members.length + below.members.length))
        break;
      const members = [...below.members, ...last.members];
      const middle =
        (below.middle * below.members.length + last.middle * last.members.length) / members.length;
      blocks.splice(-2, 2, { middle, members });
    }
  }
  const placed = new Array<number>(values.length);
  for (const { middle, members } of blocks) {
    for (const [k, i] of members.entries()) placed[i] = middle + (k - (members.length - 1) / 2) * gap;
  }
  return placed;
}
