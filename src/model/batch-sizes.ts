/** Images per forward pass in evaluation; changes memory and speed, not the result beyond rounding. */
export const EVALUATION_BATCH = 100;

/** Images of the batch that blocks are looked into with, at most: no layer is fused then, and all is remembered. */
export const BLOCK_IMAGES = 64;

/** Straight lines through the space of images that gradients are followed along, and points on each of them. */
export const LINES = 8;
export const LINE_POINTS = 65;

/** Points on each side of the square of weights that a loss surface is drawn over, if a run does not say. */
export const LANDSCAPE_SIDE = 21;
