/** The wasm heap cannot grow past this: pointers in it are 32 bits wide. */
export const WASM_HEAP_BYTES = 4 * 2 ** 30;
