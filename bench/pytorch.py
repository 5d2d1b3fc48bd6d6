"""The same networks, batch and training step in PyTorch, as a contestant of the benchmark.

Reads one JSON request a line, answers with one JSON line each, ends when its input ends:

    {"build": {"kind": "residual", "depth": 20, "resolution": 32, "width": 16, "batch": 128},
     "recipe": {"learningRate": 0.01, "momentum": 0.9, "weightDecay": 1e-4}}
      -> {"parameters": 269722, "versions": {...}}
    {"run": 10}  ->  {"seconds": 3.1, "losses": [2.6, ...]}

"problem" beside "build" names a file of float32: images [batch, rows, columns, 3], labels [batch], then every
trainable parameter in the order and layout of src/model/. Without it images, labels and weights are random.
"""

import argparse
import json
import math
import os
import platform
import sys
import time

CLASSES = 10

options = argparse.ArgumentParser(description="Training steps in PyTorch, on request")
options.add_argument("--threads", type=int, default=1)
options.add_argument("--layout", choices=["nchw", "channels_last"], default="nchw")
options.add_argument("--compile", choices=["default", "max-autotune"], help="mode of torch.compile")
args = options.parse_args()
os.environ["OMP_NUM_THREADS"] = str(args.threads)

import torch  # noqa: E402  (the number of threads is read when it is loaded)
from torch import nn  # noqa: E402
from torch.nn import functional as F  # noqa: E402

torch.set_num_threads(args.threads)
MEMORY_FORMAT = torch.channels_last if args.layout == "channels_last" else torch.contiguous_format


class Unit(nn.Module):
    """Convolution without bias, then batch normalisation."""

    def __init__(self, inputs, filters, stride):
        super().__init__()
        self.conv = nn.Conv2d(inputs, filters, 3, stride, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(filters, eps=1e-5, momentum=0.1)

    def forward(self, x):
        return self.norm(self.conv(x))


class Block(nn.Module):
    """Two units; a residual block adds its input, with zero channels where the shape changes (option A)."""

    def __init__(self, kind, inputs, filters, stride):
        super().__init__()
        self.residual, self.stride, self.added = kind == "residual", stride, filters - inputs
        self.first = Unit(inputs, filters, stride)
        self.second = Unit(filters, filters, 1)

    def forward(self, x):
        y = self.second(F.relu(self.first(x), inplace=True))
        if self.residual:
            if self.added:
                x = F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.added))
            y = y + x
        return F.relu(y, inplace=True)


class Network(nn.Module):
    """He et al. 2015, section 4.2: three stages of n blocks, depth 6n + 2."""

    def __init__(self, kind, depth, width):
        super().__init__()
        self.stem = Unit(3, width, 1)
        blocks, inputs = [], width
        for stage in range(3):
            filters = width * 2**stage
            for block in range((depth - 2) // 6):
                blocks.append(Block(kind, inputs, filters, 2 if stage and not block else 1))
                inputs = filters
        self.blocks = nn.Sequential(*blocks)
        self.head = nn.Linear(inputs, CLASSES)

    def forward(self, x):
        x = self.blocks(F.relu(self.stem(x), inplace=True))
        return self.head(x.mean((2, 3)))


@torch.no_grad()
def he_normal(network):
    for parameter in network.parameters():
        if parameter.ndim > 1:
            parameter.normal_(std=math.sqrt(2 / parameter[0].numel()))
    network.head.bias.zero_()


@torch.no_grad()
def load_problem(path, network, batch, resolution):
    """Takes over weights, and returns images [batch, 3, rows, columns] and labels."""
    with open(path, "rb") as file:
        values = torch.frombuffer(bytearray(file.read()), dtype=torch.float32)

    def take(*shape):
        nonlocal values
        taken, values = values[: math.prod(shape)], values[math.prod(shape) :]
        return taken.reshape(shape)

    images = take(batch, resolution, resolution, 3).permute(0, 3, 1, 2)
    labels = take(batch).long()
    for parameter in network.parameters():
        if parameter.ndim == 4:
            outputs, inputs, rows, columns = parameter.shape
            parameter.copy_(take(rows, columns, inputs, outputs).permute(3, 2, 0, 1))
        elif parameter.ndim == 2:
            parameter.copy_(take(*parameter.T.shape).T)
        else:
            parameter.copy_(take(*parameter.shape))
    if len(values):
        raise ValueError(f"{path} has {len(values)} values more than the network takes")
    return images, labels


def build(kind, depth, resolution, width, batch, recipe, problem):
    """Returns the network and a function that does one training step and returns its loss."""
    torch.manual_seed(1)
    network = Network(kind, depth, width)
    if problem:
        images, labels = load_problem(problem, network, batch, resolution)
    else:
        he_normal(network)
        images, labels = torch.randn(batch, 3, resolution, resolution), torch.randint(CLASSES, (batch,))
    network.to(memory_format=MEMORY_FORMAT)
    images = images.contiguous(memory_format=MEMORY_FORMAT)
    optimizer = torch.optim.SGD(
        network.parameters(),
        recipe["learningRate"],
        momentum=recipe["momentum"],
        weight_decay=recipe["weightDecay"],
        fused=True,
    )

    def loss_of(images, labels):
        return F.cross_entropy(network(images), labels)

    forward = torch.compile(loss_of, mode=args.compile) if args.compile else loss_of

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = forward(images, labels)
        loss.backward()
        optimizer.step()
        return loss.detach()

    return network, step


def run(step, steps):
    started = time.perf_counter()
    losses = [step() for _ in range(steps)]
    return {"seconds": time.perf_counter() - started, "losses": [loss.item() for loss in losses]}


def serve():
    step = None
    for line in sys.stdin:
        request = json.loads(line)
        if "build" in request:
            network, step = build(
                **request["build"],
                recipe=request["recipe"],
                problem=request.get("problem"),
            )
            answer = {
                "parameters": sum(parameter.numel() for parameter in network.parameters()),
                "versions": {"python": platform.python_version(), "torch": torch.__version__},
            }
        else:
            answer = run(step, request["run"])
        print(json.dumps(answer), flush=True)


serve()
