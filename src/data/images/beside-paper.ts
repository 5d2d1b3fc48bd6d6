import { grouped } from '../../language/numbers.ts';
import { msg } from '../../language/phrase.ts';
import type { BesidePaper, PaperData } from '../../paper/beside-paper.ts';
import { paddingOf, pixelsOf, yesNo } from '../../paper/data-words.ts';
import type { SplitSizes } from '../sizes.ts';
import { type ImageConfig, paperPixels } from './config.ts';

/** What a run does with images, whatever they show. */
export function imagesBesidePaper(
  { resolution, augmentation, trainSize, trainEvalSize, valSize, testSize }: ImageConfig & SplitSizes,
  paper: PaperData,
): BesidePaper {
  const { cropPadding, flip } = augmentation;
  const paperShare = paperPixels.augmentation.cropPadding / paperPixels.resolution;
  return {
    here: {
      resolution: pixelsOf(resolution),
      trainSize: grouped(trainSize),
      trainEvalSize: trainEvalSize === trainSize ? msg`all` : msg`${grouped(trainEvalSize)}, not augmented`,
      valSize: valSize === 0 ? msg`none` : grouped(valSize),
      testSize: grouped(testSize),
      crop: paddingOf(cropPadding, resolution),
      flip: yesNo(flip),
      normalisation: msg`mean of each pixel subtracted, then divided by one standard deviation`,
      imageOrder: msg`shuffled before every epoch`,
      incompleteBatch: msg`left out; others in every epoch`,
    },
    // The same share of a smaller image is the same augmentation.
    same: { crop: paper === 'CIFAR-10' && cropPadding / resolution === paperShare },
  };
}
