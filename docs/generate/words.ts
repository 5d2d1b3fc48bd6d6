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
};

/** What generated tables and sentences say. */
export const words: Readonly<Record<LanguageCode, typeof en>> = { en, 'zh-CN': zhCN };
