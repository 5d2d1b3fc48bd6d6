import { distinctTexts, joined, msg, type Text } from '../language/phrase.ts';
import type { RunConfig } from '../run/config.ts';
import { isAsInThePaper, type PaperSetting } from './setting.ts';
import { settingsFor } from './settings.ts';

/** One setting of several runs beside the paper's. */
export interface Setting {
  readonly id: string;
  readonly name: Text;
  readonly source: readonly Text[];
  /** Distinct values; several where the paper's depend on the network, or the runs' do. */
  readonly paper: readonly Text[];
  readonly here: readonly Text[];
  /** Whether any run does otherwise than the paper. */
  readonly differs: boolean;
}

/**
 * All settings of these runs, beside the paper's.
 *
 * @param among more runs, if the same settings of them are to stand beside these
 */
export function settingsOf(configs: readonly RunConfig[], among = configs): Setting[] {
  return settingsFor(among).map(setting => valuesOf(setting, configs));
}

function valuesOf(setting: PaperSetting, configs: readonly RunConfig[]): Setting {
  const { id, name } = setting;
  return {
    id,
    name,
    source: distinctTexts(configs.map(config => setting.source(config))),
    paper: distinctTexts(configs.map(config => setting.paper(config))),
    here: distinctTexts(configs.map(config => setting.here(config))),
    differs: configs.some(config => !isAsInThePaper(setting, config)),
  };
}

/** A setting in which runs deviate from the paper, both values, and the reason where an experiment gives one. */
export interface Deviation {
  /** `Filters of the stages: 8, 16 and 32; in the paper 16, 32 and 64.` */
  readonly what: Text;
  readonly why?: Text;
}

/** Why a preset departs from the paper, by the id of the setting; a reason holds for the preset's own value only. */
export type Reasons = Readonly<Record<string, Text>>;

/** A budget that has networks of several depths, and why it departs from the paper. */
export interface StatedBudget extends Pick<RunConfig, 'network' | 'data' | 'recipe'> {
  readonly depths: readonly number[];
  readonly reasons?: Reasons;
}

/** What a budget says of its departures, for its own values: not for those of the command line. */
export function statedReasons(budget: StatedBudget | undefined) {
  if (!budget?.reasons) return undefined;
  const { network, data, recipe, reasons, depths } = budget;
  return {
    reasons,
    base: { kind: 'plain' as const, depth: depths[0]!, seed: 1, network, data, recipe, regularizers: [] },
  };
}

/**
 * Every setting in which any of these configurations differs from the paper, each once.
 *
 * @param stated reasons, and the configuration that they were written for: what the command line changed has none
 */
export function deviationsFromPaper(
  configs: readonly RunConfig[],
  stated?: { readonly reasons: Reasons; readonly base: RunConfig },
): Deviation[] {
  return settingsFor(configs).flatMap(setting => {
    const deviating = configs.filter(config => !isAsInThePaper(setting, config));
    if (deviating.length === 0) return [];
    const { name, here, paper } = valuesOf(setting, deviating);
    const what = msg`${name}: ${joined(here, ' / ')}; in the paper ${joined(paper, ' / ')}.`;
    const why = stated?.reasons[setting.id];
    const intended = stated && String(setting.here(stated.base));
    return why && here.every(value => String(value) === intended) ? [{ what, why }] : [{ what }];
  });
}
