import { sourceOf } from '../data/registry.ts';
import { grouped } from '../language/numbers.ts';
import { msg } from '../language/phrase.ts';
import type { RunConfig } from '../run/config.ts';
import type { BesidePaper, DataSettingId } from './beside-paper.ts';
import { paddingOf, pixelsOf, yesNo } from './data-words.ts';
import { cifar, either, notes, open, type PaperSetting, recipeSource } from './setting.ts';

/*
 * What the paper says of its data. What a run does instead is for the source of its data to say.
 */

/** What is learned from, and how much of it. */
export const examples: readonly PaperSetting[] = [
  {
    id: 'dataset',
    name: msg`Data set`,
    source: recipeSource,
    paper: either('CIFAR-10', 'ImageNet'),
    here: ({ data }) => sourceOf(data).title,
    decisive: true,
  },
  ofData({
    id: 'resolution',
    name: msg`Resolution`,
    source: recipeSource,
    paper: either(pixelsOf(32), pixelsOf(224)),
    decisive: true,
  }),
  ofData({
    id: 'trainSize',
    name: msg`Training images`,
    source: () =>
      msg`${cifar}: “trained on the training set”; the split of 45,000 and 5,000 set the schedule`,
    paper: either(grouped(50_000), msg`1.28 million`),
    decisive: true,
  }),
  ofData({
    id: 'trainEvalSize',
    name: msg`Images for the training error`,
    source: () => msg`${cifar}; whether they were augmented is left open`,
    paper: () => msg`all`,
    decisive: false,
  }),
  ofData({
    id: 'valSize',
    name: msg`Validation images`,
    source: () => msg`${cifar}: none is left when all images are trained on`,
    paper: () => msg`none`,
    decisive: false,
  }),
  ofData({
    id: 'testSize',
    name: msg`Test images`,
    source: recipeSource,
    paper: either(grouped(10_000), grouped(50_000)),
    decisive: true,
  }),
];

export const augmentation: readonly PaperSetting[] = [
  ofData({
    id: 'crop',
    name: msg`Zero padding before the random crop`,
    source: recipeSource,
    paper: either(paddingOf(4, 32), msg`none: crops of larger images`),
    decisive: true,
  }),
  ofData({
    id: 'flip',
    name: msg`Horizontal flips`,
    source: recipeSource,
    paper: () => yesNo(true),
    decisive: true,
  }),
];

/** How examples come to the network. */
export const delivery: readonly PaperSetting[] = [
  ofData({
    id: 'normalisation',
    name: msg`Pixels`,
    source: recipeSource,
    paper: () => msg`mean of each pixel subtracted`,
    decisive: false,
  }),
  ofData({
    id: 'imageOrder',
    name: msg`Order of images`,
    source: () => notes,
    paper: () => msg`shuffled before every epoch`,
    decisive: false,
  }),
  ofData({
    id: 'incompleteBatch',
    name: msg`Images that do not fill a last batch`,
    source: () => open,
    paper: () => open,
    decisive: false,
  }),
];

/** What only the sources of these runs' data have; without words where one of the runs has no such thing. */
export function ownSettings(configs: readonly RunConfig[]): PaperSetting[] {
  const all = configs.flatMap(config => besidePaper(config).own ?? []);
  return [...new Map(all.map(own => [own.id, own])).values()].map(({ id, name }) => {
    const own = (config: RunConfig) => besidePaper(config).own?.find(setting => setting.id === id);
    return {
      id,
      name,
      source: config => own(config)?.source ?? '',
      paper: config => own(config)?.paper ?? '',
      here: config => own(config)?.here ?? '',
      decisive: true,
    };
  });
}

type WhatThePaperSays = Pick<PaperSetting, 'name' | 'source' | 'paper' | 'decisive'> & {
  readonly id: DataSettingId;
};

function ofData(setting: WhatThePaperSays): PaperSetting {
  const { id } = setting;
  return {
    ...setting,
    here: config => besidePaper(config).here[id],
    same: config => besidePaper(config).same?.[id],
  };
}

function besidePaper({ data, network }: RunConfig): BesidePaper {
  return sourceOf(data).besidePaper(data, network.family === 'imagenet' ? 'ImageNet' : 'CIFAR-10');
}
