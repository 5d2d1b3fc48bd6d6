import { joined, msg, type Text } from '../../language/phrase.ts';
import type { Kind } from '../../run/config.ts';

const kinds: Readonly<Record<Kind, Text>> = { plain: msg`plain`, residual: msg`residual` };

export function kindInWords(kind: Kind): Text {
  return kinds[kind];
}

/** An arm as readers are told of it: its kind in their language, then what sets it apart. */
export function armInWords(arm: string): Text {
  const kind = (['plain', 'residual'] as const).find(one => arm === one || arm.startsWith(`${one} · `));
  return kind ? joined([kinds[kind], arm.slice(kind.length)], '') : arm;
}
