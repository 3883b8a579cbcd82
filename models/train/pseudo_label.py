"""
Soft group labels for the unlabelled texts: the mean of an earlier encoder's probabilities and of the rules', where rules say anything.

    python pseudo_label.py DATA CHECKPOINT RULES.jsonl OUT.jsonl

RULES.jsonl: {id, groups: [20 probabilities]} a line, what the shipped rules say.
"""
import json
import pathlib
import sys

import torch
from tokenizers import Tokenizer

from encoder import load_original
from train_encoder import Model, predict


def main(data: str, checkpoint: str, rules: str, out: str) -> None:
    torch.set_num_threads(2)
    saved = torch.load(checkpoint)
    model = Model(load_original(data), len(saved["topics"]), saved["model"]["source_topic.bias"].shape[0])
    model.load_state_dict(saved["model"])
    tokenizer = Tokenizer.from_file(str(pathlib.Path(data) / "tokenizer.json"))
    tokenizer.enable_truncation(96)
    said = {row["id"]: torch.tensor(row["groups"]) for row in map(json.loads, open(rules, encoding="utf-8"))}
    rows = [row for row in map(json.loads, (pathlib.Path(data) / "texts.jsonl").open(encoding="utf-8")) if row["id"] in said]
    seen = predict(model, [e.ids for e in tokenizer.encode_batch([row["normalised"] for row in rows])])
    with open(out, "w") as file:
        for row, output in zip(rows, seen):
            mine = torch.softmax(output["group"], 0)
            theirs = said[row["id"]]
            soft = (mine + theirs / theirs.sum()) / 2 if float(theirs.sum()) > 0 else mine
            file.write(json.dumps({"id": row["id"], "groups": [round(float(p), 4) for p in soft]}) + "\n")
    print(len(rows), "texts")


if __name__ == "__main__":
    main(*sys.argv[1:5])
