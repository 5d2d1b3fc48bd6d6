// What the kernels are called. They work on plain memory, and are compiled for the processor at hand; whoever
// calls them (addon.cc) has checked that this processor can run them and that all of the memory exists. Those that share
// work among the threads of a pool, or take scratch memory from it, throw OutOfMemory where there is no more of that;
// what they write is then unknown. Results do not depend on the number of threads.
#pragma once

#include <cstddef>
#include <cstdint>

class Pool;

namespace kernels {

// What the kernels were compiled for: avx512, avx2, neon or baseline; and how many floats one vector has.
extern const char *const level;
extern const int vectorFloats;

struct Momentum {
  float rate;
  float momentum;
  float weightDecay;
};

// v <- momentum * v + rate * (gradient + weightDecay * w);  w <- w - v
void momentumUpdate(float *weight, float *velocity, const float *gradient, size_t count, Momentum rule);

// Sizes of a convolution, or of a pooling, whose filter is its window. Tensors are [batch, height, width, channels], filters [height, width, inputs, outputs].
struct Convolution {
  int batch, height, width, inputs;
  int outHeight, outWidth, outputs;
  int filterHeight, filterWidth, strideY, strideX, padTop, padLeft;

  size_t inputPixels() const { return static_cast<size_t>(height) * width; }
  size_t outputPixels() const { return static_cast<size_t>(outHeight) * outWidth; }
};

// Batch normalisation with given statistics, one value per channel; `mean` is null for none. What is divided by is
// the root of variance · varianceFactor + epsilon.
struct Normalisation {
  const float *mean = nullptr, *variance = nullptr, *scale = nullptr, *offset = nullptr;
  double epsilon = 0, varianceFactor = 1;
  bool relu = false;
};

// Mean and unbiased variance of every channel; `mean` is null where nobody asks.
struct Statistics {
  float *mean = nullptr, *variance = nullptr;
};

// Σ g and Σ g · x̂ over batch and pixels of every channel: the gradients of offset and scale.
struct NormalisationGradient {
  float *offset = nullptr, *scale = nullptr;
};

// moving <- moving · (1 − rate) + fresh · rate
void movingAverage(float *moving, const float *fresh, size_t count, float rate);

// y <- mean of each image's pixels, by channel; and the way back: dx <- dy / pixels.
void averagePixels(int batch, size_t pixels, int channels, const float *x, float *y);
void spreadPixels(Pool &pool, int batch, size_t pixels, int channels, const float *dy, float *dx);

// y <- the largest value of each window, of which what lies over an edge is none; what is no number comes out of every
// window that it lies in. As many outputs as inputs.
void maxPool(Pool &pool, const Convolution &sizes, const float *x, float *y);
// dx <- dy, each value at the largest of its window, of several at the first.
void maxPoolGradient(Pool &pool, const Convolution &sizes, const float *dy, const float *x, float *dx);

// y <- for each of the numbers that row of the table, [symbols, channels]; numbers are whole, from 0 to symbols − 1.
void embed(size_t places, int channels, const float *numbers, const float *table, float *y);
// gradient <- for each row of the table Σ dy over the places of its number, in their order.
void embedGradient(size_t places, int symbols, int channels, const float *numbers, const float *dy, float *gradient);

// sum <- a + b
void add(Pool &pool, size_t count, const float *a, const float *b, float *sum);

// product <- a · b for each of a batch of matrices, [rows, inner] · [inner, columns]; each may be stored transposed.
struct MatrixProduct {
  int batch, rows, inner, columns;
  bool transposeA, transposeB;
};
void multiplyMatrices(Pool &pool, const MatrixProduct &sizes, const float *a, const float *b, float *product);

// y <- convolution of normalise(x), and y's statistics unless `mean` is null.
void convolution(Pool &pool, const Convolution &sizes, const float *x, const Normalisation &norm, const float *filter,
                 float *y, Statistics statistics);

// A gradient with respect to a tensor. Where `norm.mean` is set, it has yet to be taken back through the batch
// normalisation of that tensor: `gradient` is with respect to what came out of it, before a ReLU.
struct Incoming {
  const float *gradient = nullptr;
  const float *tensor = nullptr;
  Normalisation norm;
  NormalisationGradient sums;
};

// filterGradient and inputGradient (each may be null) of a convolution of normalise(x). With a normalisation, the
// latter is with respect to what came out of it, before its ReLU, and `sums` are filled. `added` is one more gradient
// of the input, which is added to it, or null.
void convolutionGradients(Pool &pool, const Convolution &sizes, const Incoming &incoming, const float *x,
                          const Normalisation &norm, const float *filter, float *filterGradient,
                          float *inputGradient, const float *added, NormalisationGradient sums);

// y <- normalise(x) + shortcut, then ReLU if asked for; `shortcut` may be null.
void normalise(Pool &pool, int batch, size_t pixels, int channels, const float *x, const Normalisation &norm,
               const float *shortcut, float *y);

// The gradient before the ReLU, from the one after it, and its sums; `y` is what `normalise` made.
void normaliseGradients(Pool &pool, int batch, size_t pixels, int channels, const float *gradient, const float *x,
                        const Normalisation &norm, const float *y, float *before, NormalisationGradient sums);

}  // namespace kernels
