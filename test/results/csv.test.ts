import test from 'ava';
import fc from 'fast-check';
import { z } from 'zod';
import { fromText, headerLine, toLines } from '../../src/results/csv.ts';
import { runTables, summaryRowSchema } from '../../src/results/schema.ts';
import { epochRow } from './fixtures.ts';

const table = z.strictObject({
  name: z.string(),
  kind: z.enum(['plain', 'residual']),
  count: z.number(),
  loss: z.number().nullable(),
});
const text = (rows: z.infer<typeof table>[]) => headerLine(table) + toLines(table, rows);

test('what is written is read again, whatever the names and numbers', t => {
  const row = fc.record({
    name: fc.string({ unit: 'grapheme', minLength: 1 }),
    kind: fc.constantFrom('plain' as const, 'residual' as const),
    // Seven digits are kept: more than single precision has.
    count: fc.float({ noNaN: true, noDefaultInfinity: true }).map(value => Number(value.toPrecision(7)) + 0),
    loss: fc.option(fc.maxSafeInteger().map(value => value + 0)),
  });
  const roundTrip = fc.property(fc.array(row), rows => {
    t.deepEqual(fromText(table, text(rows), 'memory'), rows);
  });
  t.notThrows(() => fc.assert(roundTrip));
});

test('a name of blanks, commas, quotes and line breaks is one cell', t => {
  const rows = [{ name: ' a,"b"\r\nc ', kind: 'plain' as const, count: 1, loss: null }];
  t.deepEqual(fromText(table, text(rows), 'memory'), rows);
});

test('a name that looks like a number stays a name', t => {
  const rows = [{ name: '007', kind: 'plain' as const, count: 7, loss: null }];
  t.deepEqual(fromText(table, text(rows), 'memory'), rows);
});

test('numbers have seven significant digits, and whole ones all of theirs', t => {
  const lines = toLines(table, [
    { name: 'a', kind: 'plain', count: 1 / 3, loss: 123_456_789 },
    { name: 'b', kind: 'residual', count: 1.23456789e-12, loss: 12_345.678_9 },
  ]);
  t.is(lines, 'a,plain,0.3333333,123456789\nb,residual,1.234568e-12,12345.68\n');
});

test('a number that was not measured is an empty cell', t => {
  t.is(toLines(table, [{ name: 'a', kind: 'plain', count: 0, loss: null }]), 'a,plain,0,\n');
  t.is(fromText(table, 'name,kind,count,loss\na,plain,0,\n', 'memory')[0]?.loss, null);
});

for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
  test(`${value} is never written`, t => {
    t.throws(() => toLines(table, [{ name: 'a', kind: 'plain', count: value, loss: null }]), {
      instanceOf: z.ZodError,
    });
  });
}

test('a row with a column too many or too few is never written', t => {
  const row = { name: 'a', kind: 'plain' as const, count: 1, loss: null };
  t.throws(() => toLines(table, [{ ...row, extra: 1 } as never]), { instanceOf: z.ZodError });
  t.throws(() => toLines(table, [{ name: 'a', kind: 'plain', loss: null } as never]), {
    instanceOf: z.ZodError,
  });
});

const damages: Record<string, string> = {
  'its last number cut short': 'name,kind,count,loss\na,plain,1,2.34',
  'nothing in it': '',
  'a row cut short': 'name,kind,count,loss\na,plain,1,2\nb,pla',
  'an empty cell where a number has to be': 'name,kind,count,loss\na,plain,,2\n',
  'a word where a number has to be': 'name,kind,count,loss\na,plain,many,2\n',
  NaN: 'name,kind,count,loss\na,plain,NaN,2\n',
  'a word that is not allowed': 'name,kind,count,loss\na,deep,1,2\n',
  'an unknown column': 'name,kind,count,loss,more\na,plain,1,2,3\n',
  'a missing column': 'name,kind,count\na,plain,1\n',
  'a quote that does not end': 'name,kind,count,loss\n"a,plain,1,2\n',
  'bytes that are no table': '\0\0\0\0,\n\0',
};
for (const [damage, damaged] of Object.entries(damages)) {
  test(`a table with ${damage} is refused by its name`, t => {
    const error = t.throws(() => fromText(table, damaged, 'results/x/epochs.csv'), { instanceOf: Error });
    t.regex(error.message, /^results\/x\/epochs\.csv is damaged: ./);
  });
}

// The contract of design.md, letter by letter.
const columns: Record<string, string> = {
  epochs:
    'run_id,kind,depth,seed,epoch,step,learning_rate,batch_loss,train_loss,train_error_pct,val_error_pct,test_loss,test_error_pct',
  gradients: 'run_id,kind,depth,seed,epoch,step,layer_index,layer_name,parameter,grad_norm,weight_norm',
  responses: 'run_id,kind,depth,seed,epoch,layer_index,layer_name,std',
};
for (const [name, expected] of Object.entries(columns)) {
  test(`${name}.csv has the columns that others rely on`, t => {
    t.is(headerLine(runTables[name as keyof typeof runTables]), `${expected}\n`);
  });
}

test('timing.csv has seconds, speed and memory, and every error column says that it is a percentage', t => {
  const timing = headerLine(runTables.timing).trim().split(',');
  for (const column of ['epoch', 'seconds', 'images_per_second', 'rss_mb']) t.true(timing.includes(column));
  for (const schema of [runTables.epochs, summaryRowSchema]) {
    const errors = Object.keys(schema.shape).filter(column => column.includes('error'));
    t.true(errors.length > 0 && errors.every(column => column.endsWith('_error_pct')));
  }
});

test('a row of epochs.csv is read as it was written', t => {
  const rows = [epochRow(0), epochRow(1)];
  const csv = headerLine(runTables.epochs) + toLines(runTables.epochs, rows);
  t.deepEqual(fromText(runTables.epochs, csv, 'memory'), rows);
});
