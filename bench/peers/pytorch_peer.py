"""The PyTorch side of bench/model: answers requests on stdin, one JSON object a line, on stdout.

hello {threads} · load {folder, precision} · features {pixels, into} · time {mode, batch, calls} ·
product {precision, size, calls}; a request that fails is answered with {"error": …}.
Times are seconds of each call, from ready tensors to finished features.
"""

import gc
import json
import os
import platform
import sys
import time

import torch
from safetensors.torch import load_file, save_file
from torch.nn import functional as F

import encoder as encoders

DTYPES = {"fp32": torch.float32, "bf16": torch.bfloat16}


class Peer:
    def __init__(self):
        self.encoder = None
        self.forms = {}
        self.inputs = {}
        self.matrices = {}

    def hello(self, threads):
        torch.set_num_threads(threads)
        return {
            "torch": torch.__version__,
            "python": platform.python_version(),
            "threads": torch.get_num_threads(),
            "capability": torch.backends.cpu.get_cpu_capability(),
        }

    def load(self, folder, precision):
        self.encoder = None
        self.forms.clear()
        self.inputs.clear()
        torch._dynamo.reset()
        gc.collect()
        self.dtype = DTYPES[precision]
        self.encoder, self.config, self.bands = encoders.load(folder, self.dtype)
        return {"parameters": sum(w.numel() for w in self.encoder.parameters())}

    def features(self, pixels, into):
        stored = load_file(pixels)
        batch = [
            encoders.standardised(stored[name], self.bands[name]).to(self.dtype)
            for name in ("s1", "s2")
        ]
        with torch.inference_mode():
            s1, s2 = self.encoder(*batch)
        save_file({"s1": s1.float().contiguous(), "s2": s2.float().contiguous()}, into)
        return {}

    def time(self, mode, batch, calls):
        form = self.form(mode, batch)
        s1, s2 = self.input(batch)
        with torch.inference_mode():
            return {"seconds": [self.clocked(lambda: form(s1, s2)) for _ in range(calls)]}

    def form(self, mode, batch):
        if mode == "eager":
            return self.encoder
        if (mode, batch) not in self.forms:
            # a graph for this very batch, not one that has to fit several
            self.forms[mode, batch] = torch.compile(self.encoder, dynamic=False)
        return self.forms[mode, batch]

    def input(self, batch):
        if batch not in self.inputs:
            self.inputs.clear()
            noise = torch.Generator().manual_seed(1)
            side = self.config["img_size"]
            self.inputs[batch] = [
                torch.randn(batch, len(self.bands[name]["bands"]), side, side, generator=noise).to(
                    self.dtype
                )
                for name in ("s1", "s2")
            ]
        return self.inputs[batch]

    def product(self, precision, size, calls):
        if (precision, size) not in self.matrices:
            noise = torch.Generator().manual_seed(1)
            self.matrices[precision, size] = [
                torch.randn(size, size, generator=noise).to(DTYPES[precision]) for _ in range(2)
            ]
        x, weight = self.matrices[precision, size]
        with torch.inference_mode():
            return {"seconds": [self.clocked(lambda: F.linear(x, weight)) for _ in range(calls)]}

    @staticmethod
    def clocked(call):
        start = time.perf_counter()
        call()
        return time.perf_counter() - start


def main():
    # what libraries print must not reach the answers
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    peer = Peer()
    for line in sys.stdin:
        try:
            request = json.loads(line)
            answer = getattr(peer, request.pop("do"))(**request)
        except Exception as failure:  # the other side decides what to do without this answer
            answer = {"error": f"{type(failure).__name__}: {failure}"[:400]}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
