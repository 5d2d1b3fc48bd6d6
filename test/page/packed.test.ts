import { gunzipSync } from 'node:zlib';
import test from 'ava';
import { packedContent, packedData, packedScript } from '../../src/page/packed.ts';

test('what is packed comes out as it was, data under its id, content with its language', t => {
  const text = JSON.stringify({ rows: ['</script>', '“äöü”', '中文'] });
  const [, id, base64] = /^<script type="application\/gzip" id="(.+)">(.+)<\/script>$/.exec(
    packedData(text, 'chart-data').in('en'),
  )!;
  t.is(id, 'chart-data');
  t.is(gunzipSync(Buffer.from(base64!, 'base64')).toString(), text);
  t.regex(packedScript('run()').in('en'), /^<script type="application\/gzip">[\w+/=]+<\/script>$/);
  t.regex(packedContent('<p>', 'zh-CN').in('en'), /^<script type="application\/gzip" data-language="zh-CN">/);
});
