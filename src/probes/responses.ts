import { z } from 'zod';
import { defineProbe } from './probe.ts';

export const responses = defineProbe({
  name: 'responses',
  summary:
    'spread of each layer’s response after batch normalisation, before addition or ReLU (He et al. 2015, Fig. 7)',
  always: true,
  when: 'epochs',
  columns: {
    layer_index: z.number(),
    layer_name: z.string(),
    std: z.number(),
  },
  async measure({ network, batch, evaluation }) {
    const { layerResponses } = await import('./measure/layer-responses.ts');
    return (await layerResponses(network, batch, evaluation)).map(({ layer, std }) => ({
      layer_index: layer.index,
      layer_name: layer.name,
      std,
    }));
  },
});
