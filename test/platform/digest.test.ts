import test from 'ava';
import fc from 'fast-check';
import { sha256 as inBrowser } from '../../src/platform/browser/digest.ts';
import { sha256 as inNode } from '../../src/platform/node/digest.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test('a browser digests any text to the bytes that Node.js does', t => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), text => {
      t.is(hex(inBrowser(text)), hex(inNode(text)));
    }),
  );
});

test('lengths around the end of a block are padded as they should be', t => {
  for (let length = 50; length < 130; length++) {
    const text = 'a'.repeat(length);
    t.is(hex(inBrowser(text)), hex(inNode(text)), String(length));
  }
});
