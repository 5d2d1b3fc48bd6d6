import test from 'ava';
import { type Predictions, predictionsFrom, predictionsText } from '../../src/results/predictions.ts';

const predictions: Predictions = {
  epoch: 7,
  train: {
    index: Int32Array.of(3, 49_999),
    label: Int32Array.of(0, 9),
    predicted: Int32Array.of(0, 4),
  },
  test: { index: Int32Array.of(3), label: Int32Array.of(1), predicted: Int32Array.of(2) },
};
const header = 'epoch,split,index,label,predicted\n';

test('predictions are one short line an example, and are read again', t => {
  const text = predictionsText(predictions);
  t.is(text, `${header}7,train,3,0,0\n7,train,49999,9,4\n7,test,3,1,2\n`);
  t.deepEqual(predictionsFrom(text, 'predictions.csv'), predictions);
});

for (const [damage, lines, told] of [
  ['an example twice', ['7,train,3,0,0', '7,train,3,0,0'], 'line 3 has train 3 after train 3'],
  ['its splits mixed', ['7,test,3,0,0', '7,train,4,0,0'], 'line 3 has train 4 after test 3'],
  ['two epochs', ['7,train,3,0,0', '8,train,4,0,0'], 'line 3 is of epoch 8 after 7'],
  ['nothing in it', [], 'it has no rows'],
] as const) {
  test(`a file of predictions with ${damage} is refused by its name`, t => {
    const text = header + lines.map(line => `${line}\n`).join('');
    t.throws(() => predictionsFrom(text, 'a/predictions.csv'), {
      message: `a/predictions.csv is damaged: ${told}`,
    });
  });
}

test('a file of predictions that was cut off, or has other columns, is refused', t => {
  t.throws(() => predictionsFrom(`${header}7,train,3,0,`, 'x'), { message: /^x is damaged: its last line/ });
  t.throws(() => predictionsFrom('epoch,split\n7,train\n', 'x'), { message: /^x is damaged: / });
});
