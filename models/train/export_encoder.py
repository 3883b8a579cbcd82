"""
Writes the encoder as ONNX with weights kept as int8: a scale per output channel (per row for the word table), and Cast, Mul before each MatMul.
The runtime folds these when it loads, so that all arithmetic is fp32: verdicts are those of the trained weights after rounding, the same on
every processor and whatever else is in the batch.

    python export_encoder.py DATA CHECKPOINT OUT

CHECKPOINT: checkpoint.pt of train_encoder.py, the folder that train_folds.py wrote, or `none` for the untrained encoder. OUT: encoder.onnx, tokenizer.json, heads.json (heads as trained,
base64 of little-endian float32). Inputs input_ids, attention_mask: int64 [batch, tokens]. Outputs: pooled [batch, 384] mean of the token states,
vector [batch, 384] unit length, states [batch, tokens, 384].
"""
import base64
import json
import pathlib
import shutil
import sys

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from encoder import load_original
from train_encoder import GROUPS, KINDS, Model

HEADS = ("incident", "group", "topic", "kind", "urgent")


class Graph:
    def __init__(self):
        self.nodes, self.initializers, self.count = [], [], 0

    def constant(self, value, name=None):
        self.count += 1
        name = name or f"c{self.count}"
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, op, *inputs, outputs=1, name=None, domain="", **attributes):
        self.count += 1
        names = [name or f"{op.lower()}{self.count}"] if outputs == 1 else [f"{op.lower()}{self.count}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(op, list(inputs), names, domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def weight(self, matrix):
        """A matrix [in, out] as int8 with a scale per column."""
        q, scale = rounded(matrix, axis=0)
        return self.add("Mul", self.add("Cast", self.constant(q), to=TensorProto.FLOAT), self.constant(scale.astype(np.float32)))

    def linear(self, x, layer):
        w = layer.weight.detach().numpy().T
        return self.add("Add", self.add("MatMul", x, self.weight(w)), self.constant(layer.bias.detach().numpy()))

    def norm(self, x, layer):
        return self.add("LayerNormalization", x, self.constant(layer.weight.detach().numpy()), self.constant(layer.bias.detach().numpy()), axis=-1, epsilon=float(layer.eps))


def rounded(matrix, axis):
    """int8 values and the scale along the other axis; the clip at which the squared error is smallest."""
    best, best_error = None, None
    peak = np.abs(matrix).max(axis=axis, keepdims=True) + 1e-12
    for share in (1.0, 0.95, 0.9, 0.85):
        scale = peak * share / 127
        q = np.clip(np.rint(matrix / scale), -127, 127)
        error = ((q * scale - matrix) ** 2).sum(axis=axis, keepdims=True)
        if best is None:
            best, best_error = (q, scale), error
        else:
            better = error < best_error
            best = (np.where(better, q, best[0]), np.where(better, scale, best[1]))
            best_error = np.where(better, error, best_error)
    return best[0].astype(np.int8), best[1].astype(np.float32)


def states_of(g: Graph, encoder) -> tuple[str, str]:
    """The encoder in the graph: names of the states of the pieces and of the mask as numbers."""
    h = encoder.hidden
    heads = encoder.layers[0].heads
    q, scale = rounded(encoder.words.weight.detach().numpy(), axis=1)
    rows = g.add("Cast", g.add("Gather", g.constant(q, "words"), "input_ids"), to=TensorProto.FLOAT)
    x = g.add("Mul", rows, g.add("Gather", g.constant(scale, "word_scales"), "input_ids"))
    tokens = g.add("Slice", g.add("Shape", "input_ids"), g.constant(np.array([1])), g.constant(np.array([2])))
    positions = g.add("Slice", g.constant(encoder.positions.weight.detach().numpy()[:128].copy(), "positions"), g.constant(np.array([0])), tokens, g.constant(np.array([0])))
    x = g.norm(g.add("Add", x, positions), encoder.norm)
    mask = g.add("Cast", "attention_mask", to=TensorProto.FLOAT)
    blocked = g.add("Mul", g.add("Sub", g.constant(np.float32(1)), mask), g.constant(np.float32(-1e9)))
    blocked = g.add("Unsqueeze", blocked, g.constant(np.array([1, 2])))
    shape = g.constant(np.array([0, 0, heads, h // heads]))
    flat = g.constant(np.array([0, 0, h]))
    for layer in encoder.layers:
        # The 1/sqrt(width of a head) goes into the query's weights.
        with torch.no_grad():
            layer.qkv.weight[:h] /= (h // heads) ** 0.5
            layer.qkv.bias[:h] /= (h // heads) ** 0.5
        parts = g.add("Split", g.linear(x, layer.qkv), outputs=3, axis=2, num_outputs=3)
        query, key, value = (g.add("Reshape", part, shape) for part in parts)
        query = g.add("Transpose", query, perm=[0, 2, 1, 3])
        key = g.add("Transpose", key, perm=[0, 2, 3, 1])
        value = g.add("Transpose", value, perm=[0, 2, 1, 3])
        share = g.add("Softmax", g.add("Add", g.add("MatMul", query, key), blocked), axis=-1)
        mixed = g.add("Reshape", g.add("Transpose", g.add("MatMul", share, value), perm=[0, 2, 1, 3]), flat)
        x = g.norm(g.add("Add", x, g.linear(mixed, layer.out)), layer.norm1)
        x = g.norm(g.add("Add", x, g.linear(g.add("Gelu", g.linear(x, layer.up)), layer.down)), layer.norm2)
    return x, mask


def build(model) -> onnx.ModelProto:
    g, h = Graph(), model.encoder.hidden
    x, mask = states_of(g, model.encoder)
    states = g.add("Identity", x, name="states")
    column = g.add("Unsqueeze", mask, g.constant(np.array([2])))
    total = g.add("ReduceSum", g.add("Mul", x, column), g.constant(np.array([1])), keepdims=0)
    pooled = g.add("Div", total, g.add("ReduceSum", mask, g.constant(np.array([1])), keepdims=1), name="pooled")
    projected = g.add("MatMul", pooled, g.weight(model.vector.weight.detach().numpy().T))
    g.add("LpNormalization", projected, axis=1, p=2, name="vector")
    int64 = lambda name: helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])  # noqa: E731
    out = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)  # noqa: E731
    graph = helper.make_graph(
        g.nodes, "encoder", [int64("input_ids"), int64("attention_mask")],
        [out("pooled", ["batch", h]), out("vector", ["batch", h]), out(states, ["batch", "tokens", h])], g.initializers,
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], producer_name="otklik")
    made.ir_version = 9
    onnx.checker.check_model(made)
    return made


def main(data: str, checkpoint: str, out: str) -> None:
    folder = pathlib.Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    encoder = load_original(data)
    if checkpoint == "none":
        topics = json.loads((pathlib.Path(data) / "topics.json").read_text())
        torch.manual_seed(1)
        model = Model(encoder, len(topics), 1)
    elif pathlib.Path(checkpoint).is_dir():
        parts = [np.load(path) for path in sorted(pathlib.Path(checkpoint).glob("*.npz"))]
        state = {name: torch.from_numpy(part[name].astype(np.float32)) for part in parts for name in part.files if name != "centre"}
        topics = json.loads((pathlib.Path(data) / "topics.json").read_text())
        model = Model(encoder, len(topics), 1)
        model.load_state_dict(model.state_dict() | state)
    else:
        saved = torch.load(checkpoint)
        topics = saved["topics"]
        model = Model(encoder, len(topics), saved["model"]["source_topic.bias"].shape[0])
        model.load_state_dict(saved["model"])
    model.eval()
    heads = {
        name: {
            part: base64.b64encode(getattr(getattr(model, name), part).detach().numpy().astype("<f4").tobytes()).decode()
            for part in ("weight", "bias")
        }
        for name in HEADS
    }
    (folder / "heads.json").write_text(json.dumps({"topics": topics, "groups": GROUPS, "kinds": KINDS, "heads": heads}))
    onnx.save(build(model), str(folder / "encoder.onnx"))
    shutil.copy(pathlib.Path(data) / "tokenizer.json", folder / "tokenizer.json")
    print(folder / "encoder.onnx", (folder / "encoder.onnx").stat().st_size, "bytes")


if __name__ == "__main__":
    main(*sys.argv[1:4])
