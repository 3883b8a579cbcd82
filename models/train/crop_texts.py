"""
Short pieces of the training texts for the small encoder of the gate: there are far more of them than texts, most say nothing of a problem, and
the shipped encoder judges each of them as it judges a post.

    python crop_texts.py DATA OUT [--count N] [--seed N]

DATA: texts.jsonl of read-texts.mjs, tokenizer.json. Reads the part «train» alone and no RuSentiment. OUT gets texts.jsonl {normalised} and
tokenizer.json, as encode_texts.py reads them.
"""
import argparse
import json
import pathlib
import random
import re
import shutil

CLAUSE = re.compile(r"[^.!?…,;:\n]+[.!?…,;:\n]*")
SHORTEST = 2


def clauses(text: str) -> list[str]:
    return [part.strip() for part in CLAUSE.findall(text) if len(part.split()) >= SHORTEST]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=24_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    rows = [json.loads(line) for line in (args.data / "texts.jsonl").open(encoding="utf-8")]
    rows = [row for row in rows if row["part"] == "train" and row["source"] != "rusentiment"]
    chance = random.Random(args.seed)
    quiet = [clauses(row["normalised"]) for row in rows if row.get("incident") == 0]
    every = [clauses(row["normalised"]) for row in rows]
    quiet, every = ([parts for parts in some if parts] for some in (quiet, every))

    def stretch(parts: list[str]) -> list[str]:
        start = chance.randrange(len(parts))
        return parts[start : start + chance.choice((1, 1, 2, 3))]

    made: dict[str, None] = {}
    while len(made) < args.count:
        kind = chance.random()
        if kind < 0.35:
            parts = stretch(chance.choice(every))
        elif kind < 0.6:
            parts = stretch(chance.choice(quiet))
        elif kind < 0.9:
            # Strangers' sentences side by side: chatter that goes from one thing to another.
            parts = [part for _ in range(chance.choice((2, 3, 4))) for part in stretch(chance.choice(quiet))]
        else:
            parts = stretch(chance.choice(quiet)) + stretch(chance.choice(every))
        made[" ".join(parts)] = None
    args.out.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps({"normalised": text}, ensure_ascii=False) for text in made)
    (args.out / "texts.jsonl").write_text("\n".join(lines), encoding="utf-8")
    shutil.copy(args.data / "tokenizer.json", args.out / "tokenizer.json")
    print(len(made), "crops")


if __name__ == "__main__":
    main()
