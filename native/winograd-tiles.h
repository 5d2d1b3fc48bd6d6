// Blocks of tiles and what is done to them: transforms of two dimensions, and products of matrices.
#pragma once

#include "channels.h"
#include "prefetch.h"
#include "winograd-transforms.h"

namespace winograd {

// A block of so many tiles goes through all steps before the next one does: it stays in the caches next to a core.
constexpr int TILES = VECTOR_REGISTERS == 32 ? 16 : 12;
// Vectors of outputs that are computed side by side, and tiles whose sums of them are then in registers.
constexpr int MOST_VECTORS = 2;
constexpr int tilesAtOnce(int vectors) { return TILES / vectors; }
// Sums over tiles in registers at a time. Of each result there are several, of every third tile: sums of fewer numbers
// lose fewer digits, and so many must there be for additions not to wait for each other.
constexpr int PARTS = 3, SUMS = VECTOR_REGISTERS == 32 ? 24 : 12;
// Between the positions of a tile, for no distance there to be a power of two: those share a few places in a cache.
constexpr int LINE_FLOATS = 64 / sizeof(float), GAP = LINE_FLOATS;

// Behind these barriers the compiler does not see that the distances between pixels and between positions are the same
// for all tiles; it would keep all of them, and spill them.
template <typename P>
INLINE void advance(P *&pointer, int64_t by) {
  pointer += by;
  asm("" : "+r"(pointer));
}
// Distances between `N` rows.
template <int N>
INLINE void distances(int64_t pitch, int64_t (&rows)[N]) {
  UNROLL for (int i = 0; i < N; i++) asm("" : "+r"(rows[i] = i * pitch));
}

// Tiles of M × M results, and vectors of channels: of one image, or with `Pairs` 8 channels of two images, (channel 0,
// image 0), (channel 0, image 1), (channel 1, image 0), … What belongs to a block of tiles has the layout
// [position][vector][tile][lane], filters [position][group of vectors][input][vector][lane].
template <int M, bool Pairs>
struct Tiled {
  using X = Transform<M>;
  static constexpr int SIDE = X::SIDE, POSITIONS = SIDE * SIDE;
  // Images that a vector, and so everything, holds; channels of each.
  static constexpr int IMAGES = Pairs ? 2 : 1, LANES = VECTOR_FLOATS / IMAGES;

  static constexpr int vectorsOf(int channels) { return channels / LANES; }
  // From one position to the next.
  static int64_t pitchOf(int channels) { return int64_t{vectorsOf(channels)} * TILES * VECTOR_FLOATS + GAP; }
  static int64_t filterPitchOf(int inputs, int outputs) {
    return int64_t{inputs} * vectorsOf(outputs) * VECTOR_FLOATS + GAP;
  }
  static size_t blockSize(int channels) { return POSITIONS * pitchOf(channels); }
  static size_t filterSize(int inputs, int outputs) { return POSITIONS * filterPitchOf(inputs, outputs); }

  // Calls use(first vector, number of vectors as a constant) for every group of `vectors`.
  template <typename F>
  INLINE void eachGroup(int vectors, F use) {
    int first = 0;
    for (; first + MOST_VECTORS <= vectors; first += MOST_VECTORS)
      use(first, std::integral_constant<int, MOST_VECTORS>());
    if (first < vectors) use(first, std::integral_constant<int, 1>());
  }
  static int64_t filterPlace(int inputs, int outputs, int input, int vector) {
    const int first = vector / MOST_VECTORS * MOST_VECTORS, group = std::min(MOST_VECTORS, vectorsOf(outputs) - first);
    return (int64_t{inputs} * first + int64_t{input} * group + vector - first) * VECTOR_FLOATS;
  }

  INLINE vf spread(const float *from) {
    if constexpr (Pairs) return broadcastPair(from);
    else return broadcast(*from);
  }

  // Cᵀ d C of the SIDE × SIDE pixels at `from`, rows `rows` and columns `step` apart.
  INLINE void transformInput(const float *from, const int64_t (&rows)[SIDE], int64_t step, float *to, int64_t pitch) {
    to = inputPass<0>(from, rows, step, to, pitch);
    if constexpr (X::PASSES == 2) inputPass<1>(from, rows, step, to, pitch);
  }

  // A dy Aᵀ of the M × M pixels at `from`.
  INLINE void transformGradient(const float *from, const int64_t (&rows)[M], int64_t step, float *to, int64_t pitch) {
    vf s[SIDE][M];
    UNROLL for (int j = 0; j < M; j++, advance(from, step)) {
      vf y[M], m[SIDE];
      UNROLL for (int i = 0; i < M; i++) y[i] = load(from + rows[i]);
      X::gradient(y, m);
      UNROLL for (int i = 0; i < SIDE; i++) s[i][j] = m[i];
    }
    UNROLL for (int i = 0; i < SIDE; i++) {
      vf m[SIDE];
      X::gradient(s[i], m);
      UNROLL for (int j = 0; j < SIDE; j++, advance(to, pitch)) store(to, m[j]);
    }
  }

  // Aᵀ m A of one tile and vector, handed row by row to use(row, values) where they are.
  // @param rows SIDE times the distance of two positions apart
  template <typename F>
  INLINE void transformOutput(const float *from, const int64_t (&rows)[SIDE], int64_t pitch, F use) {
    vf s[M][SIDE];
    UNROLL for (int j = 0; j < SIDE; j++, advance(from, pitch)) {
      vf m[SIDE], y[M];
      UNROLL for (int i = 0; i < SIDE; i++) m[i] = load(from + rows[i]);
      X::output(m, y);
      UNROLL for (int i = 0; i < M; i++) s[i][j] = y[i];
    }
    UNROLL for (int i = 0; i < M; i++) {
      vf y[M];
      X::output(s[i], y);
      use(i, y);
    }
  }

  // result[tile][output] = Σ_k block[tile][k] · filter[k][output] at one position, for a group of `Vectors`.
  template <int Vectors>
  INLINE void multiply(const float *block, const float *filter, int inputVectors, float *result) {
    constexpr int T = tilesAtOnce(Vectors);
    vf sums[T][Vectors] = {};
    for (int v = 0; v < inputVectors; v++, block += TILES * VECTOR_FLOATS) {
      const float *from = block;
#pragma GCC unroll 4
      for (int k = 0; k < LANES; k++, from += IMAGES, filter += Vectors * VECTOR_FLOATS) {
        vf weights[Vectors];
        UNROLL for (int i = 0; i < Vectors; i++) weights[i] = load(filter + i * VECTOR_FLOATS);
        UNROLL for (int t = 0; t < T; t++) {
          const vf value = spread(from + t * VECTOR_FLOATS);
          UNROLL for (int i = 0; i < Vectors; i++) sums[t][i] += value * weights[i];
        }
      }
    }
    UNROLL for (int t = 0; t < T; t++)
      UNROLL for (int i = 0; i < Vectors; i++) store(result + (i * TILES + t) * VECTOR_FLOATS, sums[t][i]);
  }

  // The products of a block at all positions. What is written to later is asked for on the way: a store that misses
  // would hold up those behind it. @param lines lines of the cache from `ahead` on
  KERNEL void multiplyAll(const float *block, int inputs, const float *filter, int outputs, int tiles, float *result,
                          const float *ahead, int lines) {
    const int64_t pitch = pitchOf(inputs), filterPitch = filterPitchOf(inputs, outputs), resultPitch = pitchOf(outputs);
    for (int p = 0; p < POSITIONS; p++, block += pitch, filter += filterPitch, result += resultPitch) {
      for (int i = lines * p / POSITIONS; i < lines * (p + 1) / POSITIONS; i++)
        __builtin_prefetch(ahead + i * LINE_FLOATS, 1, 3);
      eachGroup(vectorsOf(outputs), [&](int first, auto vectors) {
        for (int t = 0; t < tiles; t += tilesAtOnce(vectors))
          multiply<vectors>(block + t * VECTOR_FLOATS, filter + int64_t{inputs} * first * VECTOR_FLOATS,
                            vectorsOf(inputs), result + (int64_t{first} * TILES + t) * VECTOR_FLOATS);
      });
    }
  }

  // sums[k][output] += Σ_tiles block[tile][k] · gradient[tile][output] at one position, for some inputs of one vector.
  // @param stride from one input to the next in `sums`
  template <int Vectors, int Inputs>
  INLINE void addProducts(const float *block, const float *gradient, int tiles, float *sums) {
    vf added[PARTS][Inputs][Vectors] = {};
    const auto addTile = [&](int t, int part) INLINE_LAMBDA {
      vf values[Vectors];
      UNROLL for (int i = 0; i < Vectors; i++) values[i] = load(gradient + (i * TILES + t) * VECTOR_FLOATS);
      UNROLL for (int k = 0; k < Inputs; k++) {
        const vf value = spread(block + t * VECTOR_FLOATS + k * IMAGES);
        UNROLL for (int i = 0; i < Vectors; i++) added[part][k][i] += value * values[i];
      }
    };
    int t = 0;
    for (; t + PARTS <= tiles; t += PARTS)
      UNROLL for (int part = 0; part < PARTS; part++) addTile(t + part, part);
    UNROLL for (int part = 0; part + 1 < PARTS; part++)
      if (t + part < tiles) addTile(t + part, part);
    UNROLL for (int k = 0; k < Inputs; k++)
      UNROLL for (int i = 0; i < Vectors; i++) {
        float *const to = sums + (k * Vectors + i) * VECTOR_FLOATS;
        store(to, load(to) + sumOf<PARTS>([&](int part) { return added[part][k][i]; }));
      }
  }

  // The products of two blocks at all positions, summed over their tiles and added to `sums`, which is laid out as a
  // filter.
  KERNEL void addAllProducts(const float *block, int inputs, const float *gradient, int outputs, int tiles,
                             float *sums) {
    const int64_t pitch = pitchOf(inputs), gradientPitch = pitchOf(outputs), sumPitch = filterPitchOf(inputs, outputs);
    for (int p = 0; p < POSITIONS; p++, block += pitch, gradient += gradientPitch, sums += sumPitch)
      eachGroup(vectorsOf(outputs), [&](int first, auto vectors) {
        constexpr int inputsAtOnce = std::min(LANES, SUMS / PARTS / vectors);
        for (int k = 0; k < inputs; k += inputsAtOnce)
          addProducts<vectors, inputsAtOnce>(block + (int64_t{k / LANES} * TILES * VECTOR_FLOATS + k % LANES * IMAGES),
                                             gradient + int64_t{first} * TILES * VECTOR_FLOATS, tiles,
                                             sums + (int64_t{inputs} * first + k * vectors) * VECTOR_FLOATS);
      });
  }

  // G g Gᵀ of a filter [3][3][inputs][outputs]; `turned` is the one of the gradient with respect to the input: its
  // inputs are the filter's outputs, its taps are in reverse.
  KERNEL void transformFilter(const float *filter, int inputs, int outputs, bool turned, float *to) {
    const int from = turned ? outputs : inputs, into = turned ? inputs : outputs;
    const int64_t pitch = filterPitchOf(from, into);
    const auto tapOf = [=](int tap, int k, int o) {
      const int64_t at = turned ? (int64_t{8 - tap} * inputs + o) * outputs + k : (int64_t{tap} * inputs + k) * outputs + o;
      return filter[at];
    };
    for (int v = 0; v < vectorsOf(into); v++)
      for (int k = 0; k < from; k++) {
        vf half[SIDE][3];
        UNROLL for (int c = 0; c < 3; c++) {
          vf g[3], f[SIDE];
          UNROLL for (int r = 0; r < 3; r++) {
            if (!Pairs && !turned) {
              g[r] = load(filter + (int64_t{3 * r + c} * inputs + k) * outputs + v * LANES);
              continue;
            }
            float values[VECTOR_FLOATS];
            for (int lane = 0; lane < VECTOR_FLOATS; lane++)
              values[lane] = tapOf(3 * r + c, k, v * LANES + lane / IMAGES);
            g[r] = load(values);
          }
          X::filter(g, f);
          UNROLL for (int i = 0; i < SIDE; i++) half[i][c] = f[i];
        }
        float *place = to + filterPlace(from, into, k, v);
        UNROLL for (int i = 0; i < SIDE; i++) {
          vf f[SIDE];
          X::filter(half[i], f);
          UNROLL for (int j = 0; j < SIDE; j++, advance(place, pitch)) store(place, f[j]);
        }
      }
  }

  // filter[3][3][inputs][outputs] = Gᵀ sums G, in double precision: it is done once, and rounds what many sums made.
  KERNEL void transformFilterGradient(const float *sums, int inputs, int outputs, float *filter) {
    const int64_t pitch = filterPitchOf(inputs, outputs);
    for (int v = 0; v < vectorsOf(outputs); v++)
      for (int k = 0; k < inputs; k++) {
        const float *const place = sums + filterPlace(inputs, outputs, k, v);
        vd half[3][SIDE];
        UNROLL for (int j = 0; j < SIDE; j++) {
          vd m[SIDE], g[3];
          UNROLL for (int i = 0; i < SIDE; i++)
            m[i] = __builtin_convertvector(load(place + (i * SIDE + j) * pitch), vd);
          X::filterGradient(m, g);
          UNROLL for (int r = 0; r < 3; r++) half[r][j] = g[r];
        }
        UNROLL for (int r = 0; r < 3; r++) {
          vd g[3];
          X::filterGradient(half[r], g);
          UNROLL for (int c = 0; c < 3; c++) {
            float *const to = filter + (int64_t{3 * r + c} * inputs + k) * outputs + v * LANES;
            if constexpr (Pairs) {
              for (int o = 0; o < LANES; o++) to[o] = g[c][2 * o] + g[c][2 * o + 1];
            } else {
              store(to, __builtin_convertvector(g[c], vf));
            }
          }
        }
      }
  }

 private:
  template <int Pass>
  INLINE float *inputPass(const float *from, const int64_t (&rows)[SIDE], int64_t step, float *to, int64_t pitch) {
    constexpr int R = SIDE / X::PASSES;
    vf t[R][SIDE];
    UNROLL for (int j = 0; j < SIDE; j++, advance(from, step)) {
      vf d[SIDE], column[R];
      UNROLL for (int i = 0; i < SIDE; i++) d[i] = load(from + rows[i]);
      X::template input<Pass>(d, column);
      UNROLL for (int r = 0; r < R; r++) t[r][j] = column[r];
    }
    UNROLL for (int r = 0; r < R; r++) {
      vf o[SIDE];
      X::template input<0>(t[r], o);
      if constexpr (X::PASSES == 2) X::template input<1>(t[r], o + R);
      UNROLL for (int j = 0; j < SIDE; j++, advance(to, pitch)) store(to, o[j]);
    }
    return to;
  }
};

}  // namespace winograd
