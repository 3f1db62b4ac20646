"""The encoders of CSMAE and CSMoE as a PyTorch user writes them.

Module names are the official weight names without their prefix "backbone.", so that a checkpoint
folder written by the Java side loads as it is. Letters of shapes: B patches, T tokens (class token
first), D width, E experts, S slots in all, h width inside an expert.
"""

import json
import pathlib

import torch
from safetensors import safe_open
from torch import nn
from torch.nn import functional as F

PREFIX = "backbone."
ENCODER_EPS = 1e-6


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)

    def forward(self, x):
        batch, tokens, width = x.shape
        joint = self.qkv(x).unflatten(-1, (3, self.heads, width // self.heads))
        query, key, value = joint.permute(2, 0, 3, 1, 4)  # each (B, heads, T, D/heads)
        mixed = F.scaled_dot_product_attention(query, key, value)
        return self.proj(mixed.transpose(1, 2).reshape(batch, tokens, width))


class DenseMlp(nn.Module):
    def __init__(self, width, hidden):
        super().__init__()
        self.fc1 = nn.Linear(width, hidden)
        self.fc2 = nn.Linear(hidden, width)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x)))


def unit(vectors, dim):
    """To length one; the small number stands inside the root, as in the reference Soft MoE."""
    return vectors * torch.rsqrt(vectors.square().sum(dim, keepdim=True) + ENCODER_EPS)


class SoftMoe(nn.Module):
    """Slots read the tokens as they come in; only the logits are made of unit vectors."""

    def __init__(self, width, experts, slots_per_expert, hidden):
        super().__init__()
        self.phi = nn.Parameter(torch.empty(width, experts, slots_per_expert))
        self.scale = nn.Parameter(torch.empty(()))
        self.w1 = nn.Parameter(torch.empty(experts, width, hidden))
        self.b1 = nn.Parameter(torch.empty(experts, hidden))
        self.w2 = nn.Parameter(torch.empty(experts, hidden, width))
        self.b2 = nn.Parameter(torch.empty(experts, width))

    def forward(self, x):
        batch, _, width = x.shape
        _, experts, each = self.phi.shape
        logits = unit(x, -1) @ (self.scale * unit(self.phi.flatten(1), 0))  # (B, T, S)
        slots = logits.softmax(1).transpose(1, 2) @ x  # (B, S, D)
        slots = slots.view(batch, experts, each, width).transpose(0, 1).flatten(1, 2)
        inner = F.gelu(torch.baddbmm(self.b1.unsqueeze(1), slots, self.w1))  # (E, B·p, h)
        out = torch.baddbmm(self.b2.unsqueeze(1), inner, self.w2)  # (E, B·p, D)
        out = out.view(experts, batch, each, width).transpose(0, 1).flatten(1, 2)
        return logits.softmax(2) @ out


class PreNormBlock(nn.Module):
    def __init__(self, width, heads, mlp):
        super().__init__()
        self.norm1 = nn.LayerNorm(width, ENCODER_EPS)
        self.attn = Attention(width, heads)
        self.norm2 = nn.LayerNorm(width, ENCODER_EPS)
        self.mlp = mlp

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class PatchEmbedding(nn.Module):
    def __init__(self, bands, side, width):
        super().__init__()
        self.proj = nn.Conv2d(bands, width, side, side)

    def forward(self, pixels):
        return self.proj(pixels).flatten(2).transpose(1, 2)


def position_code(grid, width):
    """Column first, then row; the class token has zeros."""
    quarter = width // 4
    rates = 10000.0 ** (-torch.arange(quarter, dtype=torch.float64) / quarter)
    steps = torch.arange(grid, dtype=torch.float64).unsqueeze(1) * rates
    waves = torch.cat([steps.sin(), steps.cos()], 1)
    columns = waves.repeat(grid, 1)
    rows = waves.repeat_interleave(grid, 0)
    table = torch.cat([columns, rows], 1)
    return torch.cat([torch.zeros(1, width), table.float()]).unsqueeze(0)


class Encoder(nn.Module):
    """Standardised pixels of both sensors → features of both, each (B, D)."""

    def __init__(self, config, s1_bands, s2_bands):
        super().__init__()
        width, heads = config["embed_dim"], config["num_heads"]
        specific, shared = config["specific_depth"], config["shared_depth"]

        def block(index):
            return PreNormBlock(width, heads, mlp_of(config, index, specific, specific + shared))

        self.patch_embed = PatchEmbedding(s1_bands, config["patch_size"], width)
        self.patch_embed_s2 = PatchEmbedding(s2_bands, config["patch_size"], width)
        self.cls_token = nn.Parameter(torch.empty(1, 1, width))
        self.cls_token_s2 = nn.Parameter(torch.empty(1, 1, width))
        self.blocks_s1 = nn.ModuleList(block(i) for i in range(specific))
        self.blocks_s2 = nn.ModuleList(block(i) for i in range(specific))
        self.blocks = nn.ModuleList(block(specific + i) for i in range(shared))
        if specific:
            self.norm_s1 = nn.LayerNorm(width, ENCODER_EPS)
            self.norm_s2 = nn.LayerNorm(width, ENCODER_EPS)
        self.norm = nn.LayerNorm(width, ENCODER_EPS)
        self.fc_norm = nn.LayerNorm(width, ENCODER_EPS)
        grid = config["img_size"] // config["patch_size"]
        self.pos_embed = nn.Parameter(torch.empty(1, 1 + grid * grid, width))

    def forward(self, s1, s2):
        return self.features_s1(s1), self.features_s2(s2)

    def features_s1(self, pixels):
        x = self.with_class_token(self.patch_embed(pixels), self.cls_token)
        for block in self.blocks_s1:
            x = block(x)
        return self.pooled(self.norm_s1(x) if len(self.blocks_s1) else x)

    def features_s2(self, pixels):
        x = self.with_class_token(self.patch_embed_s2(pixels), self.cls_token_s2)
        for block in self.blocks_s2:
            x = block(x)
        return self.pooled(self.norm_s2(x) if len(self.blocks_s2) else x)

    def with_class_token(self, x, token):
        return torch.cat([token.expand(x.shape[0], -1, -1), x], 1) + self.pos_embed

    def pooled(self, x):
        for block in self.blocks:
            x = block(x)
        return self.fc_norm(self.norm(x)[:, 1:].mean(1))


def mlp_of(config, index, specific, depth):
    moe = config.get("soft_moe")
    rules = {
        "specific": index < specific,
        "shared": index >= specific,
        "every-second": index % 2 == 1,
        "last-half": 2 * index >= depth,
    }
    if moe and any(rules[rule] for rule in moe["placement"]):
        sizes = moe["experts"], moe["slots_per_expert"], moe["expert_hidden"]
        return SoftMoe(config["embed_dim"], *sizes)
    return DenseMlp(config["embed_dim"], round(config["embed_dim"] * config.get("mlp_ratio", 4)))


def load(folder, dtype):
    """A checkpoint folder → the encoder, its configuration and its bands."""
    folder = pathlib.Path(folder)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    bands = json.loads((folder / "bands.json").read_text(encoding="utf-8"))
    with torch.device("meta"):
        encoder = Encoder(config, len(bands["s1"]["bands"]), len(bands["s2"]["bands"]))
    weights = {}
    with safe_open(folder / "model.safetensors", framework="pt") as stored:
        for name in stored.keys():
            if name.startswith(PREFIX) and name != PREFIX + "pos_embed":
                # a copy of its own: pages of the file would be read again at each call
                weights[name[len(PREFIX):]] = stored.get_tensor(name).to(dtype).clone()
    grid = config["img_size"] // config["patch_size"]
    weights["pos_embed"] = position_code(grid, config["embed_dim"]).to(dtype)
    encoder.load_state_dict(weights, strict=True, assign=True)
    return encoder.eval().requires_grad_(False), config, bands


def standardised(pixels, bands):
    """Physical units (B, C, H, W) → what the encoder reads; no data becomes the band's mean."""
    mean = torch.tensor(bands["mean"]).view(1, -1, 1, 1)
    deviation = torch.tensor(bands["std"]).view(1, -1, 1, 1)
    return torch.nan_to_num((pixels - mean) / deviation, nan=0.0, posinf=0.0, neginf=0.0)
