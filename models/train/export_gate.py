"""
Writes the small encoder of the gate as ONNX, as export_encoder.py does the large one: weights of 8 bits, arithmetic of fp32.

    python export_gate.py RUN OUT

RUN: gate.pt of train_gate.py. OUT gets gate.onnx: inputs input_ids, attention_mask: int64 [batch, tokens]; output scores [batch, tokens], whose
mean over a text's own pieces is the logit of an incident. A piece's score is summed by itself, so it is the same to the bit in any batch.
"""
import pathlib
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper

from export_encoder import Graph, states_of
from train_gate import Small, load


def build(model: Small) -> onnx.ModelProto:
    g = Graph()
    states, _ = states_of(g, model.narrowed())
    weight = model.incident.weight.detach().numpy()[0]
    parts = g.add("Mul", states, g.constant(weight))
    sums = g.add("ReduceSum", parts, g.constant(np.array([2])), keepdims=0)
    g.add("Add", sums, g.constant(model.incident.bias.detach().numpy()), name="scores")
    int64 = lambda name: helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])  # noqa: E731
    out = helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["batch", "tokens"])
    graph = helper.make_graph(g.nodes, "gate", [int64("input_ids"), int64("attention_mask")], [out], g.initializers)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], producer_name="otklik")
    made.ir_version = 9
    onnx.checker.check_model(made)
    return made


def main(run: str, out: str) -> None:
    model = load(run)
    path = pathlib.Path(out) / "gate.onnx"
    onnx.save(build(model), str(path))
    print(path, path.stat().st_size, "bytes")


if __name__ == "__main__":
    main(*sys.argv[1:3])
