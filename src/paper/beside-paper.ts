import type { Text } from '../language/phrase.ts';

/** The paper's settings that are about its data, beside which data they are: their `id` in the table of settings. */
export type DataSettingId =
  | 'resolution'
  | 'trainSize'
  | 'trainEvalSize'
  | 'valSize'
  | 'testSize'
  | 'crop'
  | 'flip'
  | 'normalisation'
  | 'imageOrder'
  | 'incompleteBatch';

/** What the networks of a run were trained on in the paper. */
export type PaperData = 'CIFAR-10' | 'ImageNet';

/** A run's data beside the paper's, in words: what reads the same is the same. */
export interface BesidePaper {
  /** What is done where the paper says something; `yesNo`, `pixelsOf` and others have the words for it. */
  readonly here: Readonly<Record<DataSettingId, Text>>;
  /** What is the paper's although it reads otherwise. */
  readonly same?: Partial<Readonly<Record<DataSettingId, boolean>>>;
  /** What the table of the paper's settings does not ask about. */
  readonly own?: readonly OwnSetting[];
}

/** A setting of one source of data alone. Where it is not as in the paper, runs do not stand beside its numbers. */
export interface OwnSetting {
  /** Of no other setting. */
  readonly id: string;
  readonly name: Text;
  /** Where the paper says so: `section 4.2`. */
  readonly source: Text;
  readonly paper: Text;
  readonly here: Text;
}
