"""
The pooled vector of every text, by the exported encoder (so that what is fitted on them meets the vectors of the product).

    python encode_texts.py DATA ENCODER.onnx OUT [--threads N] [--gate]

OUT/pooled.f32: little-endian float32 [texts, 384] in the order of DATA/texts.jsonl. With --gate ENCODER.onnx is the small encoder of the gate, and
OUT/glance.f32 gets its logits, [texts].
"""
import argparse
import json
import pathlib

import numpy as np
import onnxruntime
from tokenizers import Tokenizer


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("encoder")
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--gate", action="store_true")
    args = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(args.data / "tokenizer.json"))
    tokenizer.enable_truncation(128)
    rows = [json.loads(line)["normalised"] for line in (args.data / "texts.jsonl").open(encoding="utf-8")]
    ids = [encoding.ids for encoding in tokenizer.encode_batch(rows)]
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = args.threads
    session = onnxruntime.InferenceSession(args.encoder, options)
    output, name = ("scores", "glance.f32") if args.gate else ("pooled", "pooled.f32")
    found = np.zeros(len(ids) if args.gate else (len(ids), 384), np.float32)
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    at = 0
    while at < len(order):
        width = len(ids[order[at]])
        batch = [i for i in order[at : at + 16] if len(ids[i]) == width]
        at += len(batch)
        tokens = np.array([ids[i] for i in batch], np.int64)
        values = session.run([output], {"input_ids": tokens, "attention_mask": np.ones_like(tokens)})[0]
        found[batch] = values.mean(1, dtype=np.float64) if args.gate else values
    args.out.mkdir(parents=True, exist_ok=True)
    found.astype("<f4").tofile(args.out / name)
    print(len(ids), "texts")


if __name__ == "__main__":
    main()
