import type { Verdict } from '../../src/evidence/claims/claim.ts';
import type { LanguageCode } from '../../src/language/languages.ts';
import type { Kind } from '../../src/model/config.ts';

/** A reduced budget, as the sentence under a table tells it. */
interface Budget {
  readonly plan: string;
  readonly dataset: string;
  readonly resolution: number | null;
  readonly width: number;
  readonly images: string;
  readonly epochs: number;
  readonly seeds: number;
  readonly engine: string;
  readonly runs: number;
  readonly minutes: string;
}

/** Test errors in the paper in percent, at 20 and 56 layers. */
interface Beside {
  readonly plain: readonly [number, number];
  readonly residual: readonly [number, number];
}

const en = {
  script: 'experiment',
  question: 'question',
  preset: 'preset',
  runs: 'runs',
  depths: 'depths',
  data: 'data',
  examples: 'training examples',
  width: 'width',
  epochs: 'epochs',
  minutes: 'minutes of one core',
  engine: 'engine',
  depth: 'depth',
  steps: (steps: string) => `${steps} ${steps === '1' ? 'step' : 'steps'}`,
  several: (low: string, high: string) => `${low} to ${high}`,
  errorsOf: (kind: Kind, measure: 'train' | 'test') =>
    `${kind}, ${measure === 'train' ? 'training' : 'test'} error %`,
  budget: ({ resolution, ...b }: Budget) =>
    `Preset \`${b.plan}\`, a reduced budget: ${b.dataset}${resolution ? ` at ${resolution}×${resolution}` : ''}, width ${b.width}, ${b.images} training images, ` +
    `${b.epochs} epochs. Errors after the last epoch, ${b.seeds === 1 ? 'one seed' : `means over ${b.seeds} seeds`}. ` +
    `All ${b.runs} runs together took ${b.minutes} minutes of one core on the engine \`${b.engine}\`.`,
  beside: ({ plain, residual }: Beside) =>
    `In the paper, after 64,000 steps on all 50,000 images of 32×32, networks of 20 and 56 layers err on about ${plain[0]} and ${plain[1]} % of the test images without ` +
    `shortcuts (read off Fig. 6), and on ${residual[0]} and ${residual[1]} % with them (Table 6). After so much less training all errors are higher, and the gap ` +
    'between the depths is wider; what can be compared is which network is ahead, and whether shortcuts change that.',
  claim: 'claim',
  verdict: 'verdict',
  verdicts: { supported: 'supported', refuted: 'refuted', inconclusive: 'inconclusive' } as Readonly<
    Record<Verdict, string>
  >,
  effect: 'effect (interval)',
  seeds: 'seeds',
  checks: (passed: number, all: number) =>
    `Beside them, ${passed} of ${all} checks, which only a mistake could refute, came out as they must.`,
};

const zhCN: typeof en = {
  script: '实验',
  question: '问题',
  preset: '预设',
  runs: '运行数',
  depths: '深度',
  data: '数据',
  examples: '训练样本数',
  width: '宽度',
  epochs: '训练轮数',
  minutes: '单核用时（分钟）',
  engine: '引擎',
  depth: '深度',
  steps: steps => `${steps} 步`,
  several: (low, high) => `${low} 至 ${high}`,
  errorsOf: (kind, measure) =>
    `${kind === 'plain' ? '普通' : '残差'}网络，${measure === 'train' ? '训练' : '测试'}误差（%）`,
  budget: ({ resolution, ...b }) =>
    `预设 \`${b.plan}\`，训练预算有所缩减：${b.dataset}${resolution ? `，${resolution}×${resolution}` : ''}，宽度 ${b.width}，${b.images} 张训练图像，${b.epochs} 轮。` +
    `误差在最后一轮之后测得，${b.seeds === 1 ? '只有一个随机种子' : `为 ${b.seeds} 个随机种子的均值`}。` +
    `全部 ${b.runs} 次运行在引擎 \`${b.engine}\` 上合计占用单核 ${b.minutes} 分钟。`,
  beside: ({ plain, residual }) =>
    `论文用全部 50,000 张 32×32 图像训练 64,000 步：20 层与 56 层的普通网络测试误差约为 ${plain[0]} % 与 ${plain[1]} %（读自图 6），` +
    `残差网络为 ${residual[0]} % 与 ${residual[1]} %（表 6）。这里的训练量少得多，因此误差普遍更高，深浅之间的差距也更大；` +
    '可比的是哪个网络领先，以及捷径连接是否改变这一点。',
  claim: '论断',
  verdict: '结论',
  verdicts: { supported: '得到支持', refuted: '被推翻', inconclusive: '尚无定论' },
  effect: '效应（区间）',
  seeds: '种子数',
  checks: (passed, all) => `此外还有 ${all} 项检验，只有程序出错才会不通过，其中 ${passed} 项通过。`,
};

/** What generated tables and sentences say. */
export const words: Readonly<Record<LanguageCode, typeof en>> = { en, 'zh-CN': zhCN };
