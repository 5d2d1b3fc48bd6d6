import { z } from 'zod';

/** What is configured about texts, whatever they say: part of a source's schema. */
export const textShape = {
  /** What a text is read as a row of. */
  level: z.enum(['words', 'characters']),
  /** Words or characters of each text that are read, the first ones; shorter texts are filled up. */
  length: z.int().min(8),
  /** Words or characters that are told apart: the most frequent of the texts trained on. All others count as one more. */
  vocabulary: z.int().min(1),
};
export const textSchema = z.object(textShape);

export type TextConfig = z.output<typeof textSchema>;
