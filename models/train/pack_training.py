"""
Packs what train_folds.py needs for a machine that has torch and nothing else: token ids instead of texts, weights in the 4-bit blocks they came in.

    python pack_training.py DATA OUT     DATA as for train_encoder.py; OUT: pack.json, blocks.npz, config.json
"""
import json
import pathlib
import sys

import numpy as np
from tokenizers import Tokenizer

from extract_encoder import wheel_file, read

LENGTH = 128


def main(data: str, out: str) -> None:
    source, folder = pathlib.Path(data), pathlib.Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    prefix = tokenizer.encode("query:").ids[1:-1]
    tokenizer.enable_truncation(LENGTH)
    starts = [False] * tokenizer.get_vocab_size()
    for piece, i in tokenizer.get_vocab().items():
        starts[i] = piece.startswith("▁")
    keys = ("id", "source", "part", "incident", "group", "alt", "topic", "kind", "urgent", "sourceTopic", "template")
    rows = []
    for row in map(json.loads, (source / "texts.jsonl").open(encoding="utf-8")):
        wanted = row["part"] == "calibration" or (row["part"] == "train" and row["source"] != "rusentiment")
        if wanted:
            rows.append({key: row[key] for key in keys if row.get(key) is not None} | {"normalised": row["normalised"]})
    for row, encoding in zip(rows, tokenizer.encode_batch([row.pop("normalised") for row in rows])):
        row["ids"] = encoding.ids
    topics = json.loads((source / "topics.json").read_text())
    (folder / "pack.json").write_text(json.dumps({"rows": rows, "topics": topics, "prefix": prefix, "starts": starts}, ensure_ascii=False))
    (folder / "config.json").write_text((source / "config.json").read_text())
    arrays = np.load(source / "encoder.npz")
    packed = {}
    for name in arrays.files:
        value = arrays[name]
        if value.ndim == 2 and value.size > 100_000:
            blocks = value.reshape(-1, 32)
            scale = block_scale(blocks)
            levels = np.rint(blocks / np.where(scale == 0, 1, scale)[:, None]).astype(np.int8) + 8
            back = ((levels - 8) * scale[:, None]).reshape(value.shape)
            if np.abs(back - value).max() > 1e-3 * np.abs(value).max():
                packed[name] = value.astype(np.float16)
                continue
            packed[name + ".scale"] = scale.astype(np.float32)
            packed[name + ".levels"] = levels[:, :16].astype(np.uint8) | (levels[:, 16:].astype(np.uint8) << 4)
            packed[name + ".shape"] = np.array(value.shape)
        else:
            packed[name] = value
    np.savez(folder / "blocks.npz", **packed)
    print(len(rows), "texts,", (folder / "blocks.npz").stat().st_size >> 20, "MiB of weights")


def block_scale(blocks):
    """The step of each block: its values are whole multiples of it, -8 to 7."""
    peak = np.abs(blocks).max(1)
    best = np.zeros(len(blocks), np.float32)
    error = np.full(len(blocks), np.inf)
    signed = blocks[np.arange(len(blocks)), np.abs(blocks).argmax(1)]
    for divisor in (-8, 8, 7, -7, 6, 5, 4, 3, 2, 1):
        scale = np.abs(signed / divisor) if divisor != -8 and divisor != 8 else signed / divisor
        safe = np.where(scale == 0, 1, scale)
        levels = np.clip(np.rint(blocks / safe[:, None]), -8, 7)
        now = np.abs(levels * safe[:, None] - blocks).max(1)
        better = now < error * 0.5
        best[better], error[better] = scale[better], now[better]
    return np.where(peak == 0, 0, best)


if __name__ == "__main__":
    main(*sys.argv[1:3])
