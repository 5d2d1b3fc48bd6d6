/** Images per forward pass in evaluation; changes memory and speed, not the result beyond rounding. */
export const EVALUATION_BATCH = 100;

/** Images of the batch that blocks are looked into with, at most: no layer is fused then, and all is remembered. */
export const BLOCK_IMAGES = 64;
