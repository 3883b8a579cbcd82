"""multilingual-e5-small as a torch module: post-LN BERT, erf GELU, mean pooling over all tokens, <s> and </s> included."""
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


class Layer(nn.Module):
    def __init__(self, hidden: int, heads: int, inner: int, eps: float):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.out = nn.Linear(hidden, hidden)
        self.norm1 = nn.LayerNorm(hidden, eps)
        self.up = nn.Linear(hidden, inner)
        self.down = nn.Linear(inner, hidden)
        self.norm2 = nn.LayerNorm(hidden, eps)

    def forward(self, x: torch.Tensor, mask: torch.Tensor, dropout: float) -> torch.Tensor:
        b, t, h = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, h // self.heads).permute(2, 0, 3, 1, 4)
        attended = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        attended = self.out(attended.transpose(1, 2).reshape(b, t, h))
        x = self.norm1(x + F.dropout(attended, dropout, self.training))
        fed = self.down(F.gelu(self.up(x)))
        return self.norm2(x + F.dropout(fed, dropout, self.training))


class Encoder(nn.Module):
    def __init__(self, hidden: int, layers: int, heads: int, inner: int, vocabulary: int, positions: int, eps: float):
        super().__init__()
        self.hidden = hidden
        self.words = nn.Embedding(vocabulary, hidden)
        self.positions = nn.Embedding(positions, hidden)
        self.norm = nn.LayerNorm(hidden, eps)
        self.layers = nn.ModuleList(Layer(hidden, heads, inner, eps) for _ in range(layers))

    def embed(self, ids: torch.Tensor) -> torch.Tensor:
        at = torch.arange(ids.shape[1], device=ids.device)
        return self.norm(self.words(ids) + self.positions(at))

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, dropout: float = 0.0) -> torch.Tensor:
        """ids, mask: [batch, tokens]; returns the token states [batch, tokens, hidden]."""
        x = self.embed(ids)
        allowed = mask[:, None, None, :].bool()
        for layer in self.layers:
            x = layer(x, allowed, dropout)
        return x


def mean_pool(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    weight = mask[:, :, None].to(states.dtype)
    return (states * weight).sum(1) / weight.sum(1)


def read_arrays(path: pathlib.Path):
    """encoder.npz of extract_encoder.py, or blocks.npz of pack_training.py: levels of 4 bits times a scale a block of 32."""
    if (path / "encoder.npz").exists():
        return np.load(path / "encoder.npz")
    packed = np.load(path / "blocks.npz")
    arrays = {name: packed[name] for name in packed.files if not name.endswith((".levels", ".scale", ".shape"))}
    for name in (name[:-7] for name in packed.files if name.endswith(".levels")):
        both = packed[name + ".levels"]
        levels = np.concatenate([both & 15, both >> 4], 1).astype(np.float32) - 8
        arrays[name] = (levels * packed[name + ".scale"][:, None]).reshape(packed[name + ".shape"])
    return arrays


def load_original(folder: str) -> Encoder:
    """The encoder as extract_encoder.py left it."""
    path = pathlib.Path(folder)
    config = json.loads((path / "config.json").read_text())
    arrays = read_arrays(path)
    model = Encoder(**{key: config[key] for key in ("hidden", "layers", "heads", "inner", "vocabulary", "positions", "eps")})
    get = lambda name: torch.from_numpy(np.asarray(arrays[name], np.float32))  # noqa: E731
    state = {
        "words.weight": get("emb.word"),
        # One segment only: its vector is a constant that the positions can carry.
        "positions.weight": get("emb.pos") + get("emb.type")[0],
        "norm.weight": get("emb.ln.w"),
        "norm.bias": get("emb.ln.b"),
    }
    for index in range(config["layers"]):
        old, new = f"l{index}.", f"layers.{index}."
        state[new + "qkv.weight"] = torch.cat([get(old + part + ".w") for part in "qkv"])
        state[new + "qkv.bias"] = torch.cat([get(old + part + ".b") for part in "qkv"])
        for theirs, ours in (("ao", "out"), ("fi", "up"), ("fo", "down")):
            state[f"{new}{ours}.weight"] = get(f"{old}{theirs}.w")
            state[f"{new}{ours}.bias"] = get(f"{old}{theirs}.b")
        for theirs, ours in (("aln", "norm1"), ("oln", "norm2")):
            state[f"{new}{ours}.weight"] = get(f"{old}{theirs}.w")
            state[f"{new}{ours}.bias"] = get(f"{old}{theirs}.b")
    model.load_state_dict(state)
    return model
