#include "channels.h"

namespace kernels {

void embed(size_t places, int channels, const float *numbers, const float *table, float *y) {
  for (size_t place = 0; place < places; place++) {
    const size_t row = static_cast<size_t>(numbers[place]);
    memcpy(y + place * channels, table + row * channels, channels * sizeof(float));
  }
}

void embedGradient(size_t places, int symbols, int channels, const float *numbers, const float *dy, float *gradient) {
  std::fill(gradient, gradient + static_cast<size_t>(symbols) * channels, 0.0f);
  for (size_t place = 0; place < places; place++) {
    const float *const from = dy + place * channels;
    float *const to = gradient + static_cast<size_t>(numbers[place]) * channels;
    for (int channel = 0; channel < channels; channel += VECTOR_FLOATS) {
      const int lanes = channels - channel;
      storeSome(to + channel, loadSome(to + channel, lanes) + loadSome(from + channel, lanes), lanes);
    }
  }
}

}  // namespace kernels
