import { markdownTable } from '../../bench/text-table.ts';
import type { LanguageCode } from '../../src/language/languages.ts';

/** Contestants of one kind, by their names in `bench/results.md`. */
const kinds = [
  { en: '`native`', 'zh-CN': '`native`', has: (name: string) => name.startsWith('native-') },
  { en: '`wasm`', 'zh-CN': '`wasm`', has: (name: string) => name === 'wasm' },
  { en: 'tfjs-node', 'zh-CN': 'tfjs-node', has: (name: string) => name.startsWith('tensorflow-') },
  {
    en: 'PyTorch as installed',
    'zh-CN': 'PyTorch，默认安装',
    has: (name: string) => name.startsWith('torch-') && !name.endsWith('-keepmem'),
  },
  {
    en: 'PyTorch that keeps its memory',
    'zh-CN': 'PyTorch，保留已占用的内存',
    has: (name: string) => name.startsWith('torch-') && name.endsWith('-keepmem'),
  },
] as const;

const network = { en: 'network', 'zh-CN': '网络' } as const;

/**
 * Images a second of the fastest contestant of each kind.
 *
 * @param page of the benchmark, as `npm run bench` writes it
 * @throws Error for a page without such a table
 */
export function speedTable(page: string, language: LanguageCode): string {
  const rates = new Map<string, { name: string; rate: number }[]>();
  for (const [, on, name, rate] of page.matchAll(
    /^\| ((?:plain|residual)-\S+) \| (\S+) \| (\d+) \| \d+–\d+ \|/gm,
  )) {
    rates.set(on!, [...(rates.get(on!) ?? []), { name: name!, rate: Number(rate) }]);
  }
  if (rates.size === 0)
    throw new Error('bench/results.md has no table of images per second; run npm run bench');
  const best = (measured: { name: string; rate: number }[], has: (name: string) => boolean) => {
    // Names with an @ are of other checkouts.
    const own = measured.filter(({ name }) => has(name) && !name.includes('@')).map(({ rate }) => rate);
    return own.length > 0 ? Math.max(...own).toLocaleString('en') : '–';
  };
  return markdownTable({
    head: [network[language], ...kinds.map(kind => kind[language])],
    rows: [...rates].map(([on, measured]) => [`\`${on}\``, ...kinds.map(({ has }) => best(measured, has))]),
    labels: 1,
  });
}
