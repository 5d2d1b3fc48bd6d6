import { createHash } from 'node:crypto';
import test from 'ava';
import { chartLibraries, clientScript, contentSecurityPolicy } from '../../src/page/scripts.ts';

test('inlined scripts cannot end their element and name no source map', t => {
  for (const source of [...chartLibraries(), clientScript()])
    t.false(/<\/script|<!--|sourceMappingURL|\r/i.test(source));
});

test('the policy allows the given scripts and styles and nothing else', t => {
  const policy = contentSecurityPolicy(['a'], ['b']);
  const hash = (text: string) => createHash('sha256').update(text).digest('base64');
  t.is(
    policy,
    `default-src 'none'; script-src 'sha256-${hash('a')}'; style-src 'sha256-${hash('b')}'; img-src data:; base-uri 'none'; form-action 'none'`,
  );
  const training = contentSecurityPolicy(['a'], ['b'], { worker: true });
  t.is(training, policy.replace(/(script-src [^;]+)/, "$1 'wasm-unsafe-eval'; worker-src blob:"));
});
