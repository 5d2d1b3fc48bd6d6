import test from 'ava';
import { splitReviews } from '../../../src/data/imdb/reviews.ts';
import { JSON_FILE, SIZES } from './fixtures.ts';

test('reviews of the same words are one, and none is in both sets', t => {
  const { train, test: tested } = splitReviews(JSON_FILE, SIZES);
  const texts = [...train.texts, ...tested.texts].map(text =>
    text.toLowerCase().replace(/<br \/>|[^a-z]/g, ''),
  );
  t.deepEqual([...texts].sort(), ['bold', 'dull', 'fine', 'flat', 'poor', 'rich', 'warm', 'weak']);
});

test('both sets are balanced, and labels stay with their texts', t => {
  for (const { texts, labels } of Object.values(splitReviews(JSON_FILE, SIZES))) {
    t.is(labels.filter(label => label === 1).length, 2);
    for (const [i, text] of texts.entries()) t.is(labels[i], Number(/^(fine|rich|warm|bold)/i.test(text)));
  }
});

test('the split is the same whenever it is made', t => {
  t.deepEqual(splitReviews(JSON_FILE, SIZES), splitReviews(JSON_FILE, SIZES));
});

test('other reviews than expected are refused', t => {
  t.throws(() => splitReviews(JSON_FILE, { train: 5, test: 4 }), {
    message: 'expected 9 different reviews, got 8',
  });
  const other = new TextEncoder().encode('[{"t": "Dull.", "s": 2}]');
  t.throws(() => splitReviews(other, SIZES), { message: /^the reviews are not as expected: .*s/s });
});
