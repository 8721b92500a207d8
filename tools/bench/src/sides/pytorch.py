"""A peer: PyTorch on the CPU, with as many threads as the argument says. The only Python here, and run only for `--peer torch`.

Reads a request a line (JSON) and answers in a line: {"name", "steps"} with the losses of so many steps,
{"name", "milliseconds"} with the mean milliseconds of a step, over at least the time given.
"""

import json
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


def images():
    return torch.rand(32, 1, 28, 28) - 0.5


def labels(batch, classes):
    return F.one_hot(torch.arange(batch) % classes, classes) * 0.9 + 0.1 / classes


def mlp():
    network = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10))
    return network, torch.rand(64, 784) - 0.5, labels(64, 10)


def cnn():
    network = nn.Sequential(
        nn.Conv2d(1, 32, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(1600, 128),
        nn.ReLU(),
        nn.Linear(128, 10),
    )
    return network, images(), labels(32, 10)


def cnn_batch_norm():
    network = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1, bias=False),
        nn.BatchNorm2d(16, eps=1e-3, momentum=0.01),
        nn.ReLU(),
        nn.Conv2d(16, 16, 3, padding=1, groups=16, bias=False),
        nn.Conv2d(16, 32, 1),
        nn.BatchNorm2d(32, eps=1e-3, momentum=0.01),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Dropout(0.25),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(32, 10),
    )
    return network, images(), labels(32, 10)


def dense_batch_norm():
    network = nn.Sequential(
        nn.Linear(128, 128),
        nn.BatchNorm1d(128, eps=1e-3, momentum=0.01),
        nn.ReLU(),
        nn.Dropout(0.25),
        nn.Linear(128, 10),
    )
    return network, torch.rand(32, 128) - 0.5, labels(32, 10)


class Lstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.cells = nn.LSTM(16, 64, batch_first=True)
        self.head = nn.Linear(64, 10)

    def forward(self, x):
        return self.head(self.cells(x)[0][:, -1])


def lstm():
    return Lstm(), torch.rand(32, 50, 16) - 0.5, labels(32, 10)


class Embedding(nn.Module):
    def __init__(self):
        super().__init__()
        self.table = nn.Embedding(5000, 32)
        self.head = nn.Sequential(nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 2))

    def forward(self, x):
        return self.head(self.table(x).mean(1))


def embedding():
    return Embedding(), torch.randint(5000, (32, 64)), labels(32, 2)


class Transformer(nn.Module):
    batch, time, features, heads, vocab = 8, 64, 64, 4, 256

    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(self.vocab, self.features)
        self.places = nn.Parameter(torch.rand(self.time, self.features) * 0.16 - 0.08)
        self.norm1 = nn.LayerNorm(self.features)
        self.query_key_value = nn.Linear(self.features, 3 * self.features, bias=False)
        self.mix = nn.Linear(self.features, self.features, bias=False)
        self.norm2 = nn.LayerNorm(self.features)
        self.hidden = nn.Linear(self.features, 256)
        self.output = nn.Linear(256, self.features)
        self.head = nn.Linear(self.features, self.vocab, bias=False)
        self.mask = torch.full((self.time, self.time), -1e9).triu(1)

    def forward(self, x):
        x = self.words(x) + self.places
        parts = self.query_key_value(self.norm1(x)).chunk(3, -1)
        shape = (self.batch, self.time, self.heads, self.features // self.heads)
        query, key, value = (part.reshape(shape).transpose(1, 2) for part in parts)
        weights = (query @ key.transpose(2, 3) / math.sqrt(shape[-1]) + self.mask).softmax(-1)
        x = x + self.mix((weights @ value).transpose(1, 2).reshape(x.shape))
        x = x + self.output(F.gelu(self.hidden(self.norm2(x))))
        return self.head(x).flatten(0, 1)


def transformer():
    return Transformer(), torch.randint(256, (8, 64)), labels(512, 256)


def generator():
    network = nn.Sequential(
        nn.Linear(64, 7 * 7 * 64),
        nn.ReLU(),
        nn.Unflatten(1, (64, 7, 7)),
        nn.ConvTranspose2d(64, 32, 4, stride=2, padding=1),
        nn.BatchNorm2d(32, eps=1e-3, momentum=0.01),
        nn.LeakyReLU(0.3),
        nn.ConvTranspose2d(32, 1, 4, stride=2, padding=1),
        nn.Tanh(),
    )
    return network, torch.rand(32, 64) - 0.5, images()


WORKLOADS = {
    'mlp': mlp,
    'cnn': cnn,
    'cnn-batch-norm': cnn_batch_norm,
    'dense-batch-norm': dense_batch_norm,
    'lstm': lstm,
    'embedding': embedding,
    'transformer': transformer,
    'generator': generator,
}


def initialize(module):
    """First weights as the other sides have them: glorotUniform kernels, no biases, small words."""
    for name, weight in module.named_parameters(recurse=False):
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d, nn.LayerNorm, Transformer)):
            continue
        if name.startswith('bias'):
            nn.init.zeros_(weight)
        elif isinstance(module, nn.Embedding):
            nn.init.uniform_(weight, -0.05, 0.05)
        else:
            nn.init.xavier_uniform_(weight)


def prepare(name):
    torch.manual_seed(1)
    network, x, y = WORKLOADS[name]()
    network.apply(initialize)
    loss_of = F.cross_entropy if y.dim() == 2 else F.mse_loss
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3, eps=1e-7)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(network(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def time_of(step, milliseconds):
    start = time.perf_counter()
    calls = 0
    elapsed = 0.0
    while elapsed < milliseconds:
        step()
        calls += 1
        elapsed = (time.perf_counter() - start) * 1000
    return elapsed / calls


def answer(value):
    print(json.dumps(value), flush=True)


torch.set_num_threads(int(sys.argv[1]))
# Not every BLAS behind PyTorch is a fast one.
matrix = torch.rand(256, 256)
rate = 2 * 256**3 / time_of(lambda: matrix @ matrix, 100) / 1e6
answer({'title': f'PyTorch {torch.__version__}, cpu, products at {rate:.0f} GFLOP/s', 'names': list(WORKLOADS)})
steps = {}
for line in sys.stdin:
    request = json.loads(line)
    if request['name'] not in steps:
        steps[request['name']] = prepare(request['name'])
    chosen = steps[request['name']]
    if 'steps' in request:
        answer([chosen() for _ in range(request['steps'])])
    else:
        answer(time_of(chosen, request['milliseconds']))
