// What trains or computes on an engine; tensorflow.test.ts runs it on another one than usual.
import './engine/convolution-gradients.test.ts';
import './model/blocks.test.ts';
import './model/initializers.test.ts';
import './model/layers.test.ts';
import './model/network.test.ts';
import './model/parameters.test.ts';
import './ops/batch-norm.test.ts';
import './ops/channels.test.ts';
import './ops/softmax-cross-entropy.test.ts';
import './ops/subsample.test.ts';
import './suite/same-bytes.ts';
import './train/evaluate.test.ts';
import './train/loop.test.ts';
import './train/optimizer.test.ts';
import './train/probes.test.ts';
import './train/snapshot.test.ts';
import './train/step.test.ts';
