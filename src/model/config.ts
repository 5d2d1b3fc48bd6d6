import { z } from 'zod';

/** A plain network, or the same with shortcuts. */
export const kindSchema = z.enum(['plain', 'residual']);
export type Kind = z.output<typeof kindSchema>;

/** Networks: the 6n+2 family of He et al. 2015, section 4.2, its networks for ImageNet, or networks for text. */
export const networkSchema = z.strictObject({
  /**
   * Absent: for CIFAR-10. `imagenet`: for 224×224 pixels, four stages, 1,000 classes (He et al. 2015, Table 1). `text`: for
   * rows of words or characters, four stages, one-dimensional convolutions (after Conneau et al. 2017).
   */
  family: z.enum(['imagenet', 'text']).optional(),
  /** Filters of the first stage; each later one has twice as many. Paper: 16, for ImageNet 64. */
  width: z.int().min(1),
  /** So many times as many filters as `width` says, everywhere; absent: 1. For networks beside narrower ones. */
  widening: z.int().min(2).optional(),
  /**
   * A: identity, zero padding where the shape changes; B: projection there; C: projection everywhere, by 1×1
   * convolution. Paper, CIFAR-10: A. The others change A: `scaled` multiplies shortcut and branch by 0.5, `gated` lets
   * a learned gate choose between them, `dropout` drops half of the shortcut (He et al. 2016, section 3.1).
   */
  shortcut: z.enum(['A', 'B', 'C', 'scaled', 'gated', 'dropout']),
  /** Batch normalisation after every convolution. Paper: true. */
  batchNorm: z.boolean(),
  /** `bottleneck`: 1×1, 3×3 and 1×1 convolutions, the last with four times the filters; absent: two of 3×3. */
  block: z.literal('bottleneck').optional(),
  /** Batch normalisation and ReLU before each convolution (He et al. 2016); absent: after it. */
  order: z.literal('pre-activation').optional(),
  /**
   * Another way to make depth trainable, or, in one case, a way to spoil it; basic blocks in the original order alone.
   * Plain networks: `dirac`, filters that begin near the identity (Zagoruyko and Komodakis 2017, 1706.00388);
   * `looks-linear`, concatenated ReLUs and mirrored filters, so that the network begins as a linear one (Balduzzi et al.
   * 2017). Residual ones: `zero-scale`, branches multiplied by a learned number that begins at 0 (with batch norm: ReZero,
   * Bachlechner et al. 2020; without: SkipInit, De and Smith 2020); `fixup`, without batch norm (Zhang et al. 2019);
   * `no-relu-after-addition`, `norm-after-addition`: nothing, or batch norm and ReLU, where ReLU alone would follow (He et
   * al. 2016, section 4).
   */
  cure: z
    .enum(['dirac', 'looks-linear', 'zero-scale', 'fixup', 'no-relu-after-addition', 'norm-after-addition'])
    .optional(),
  /** Of weights; absent: He et al. as in the paper. `gain` multiplies the standard deviation. */
  initialization: z.strictObject({ scheme: z.enum(['he', 'glorot']), gain: z.number().gt(0) }).optional(),
  /**
   * Begins as a network of `fromDepth`; after the fraction `at` of its epochs, identity layers make it deeper (He et al.
   * 2015, section 1). Regularizers that look back at epochs, or stop a run, begin to do so then.
   */
  grown: z.strictObject({ fromDepth: z.int(), at: z.number().gt(0).lt(1) }).optional(),
});
export type NetworkConfig = z.output<typeof networkSchema>;
