"""
Fine-tunes the encoder on several tasks at once: incident, group (soft targets from `alt`), topic, kind, urgency, the sources' own topics (a
helper task, thrown away) and closeness to the original sentence vectors (so that vectors stay good for search by meaning).

    python train_encoder.py DATA OUT [--init FILE] [--epochs N] [--lr X] [--seed N] ...

DATA: what extract_encoder.py and read-texts.mjs wrote; the parts `calibration` and `test` of texts.jsonl are never trained on (the first is
looked at after each epoch). OUT: checkpoint.pt (averaged weights), log.jsonl.
"""
import argparse
import copy
import json
import math
import pathlib
import random
import time

import torch
import torch.nn.functional as F
from torch import nn

from encoder import load_original, mean_pool

GROUPS = "roads housing improvement transport waste health social education energy culture labour telecom ecology safety authorities economy agriculture construction sport other".split()
KINDS = ["complaint", "question", "request"]
UNK = 3


class Model(nn.Module):
    def __init__(self, encoder, topics: int, source_topics: int):
        super().__init__()
        self.encoder = encoder
        h = encoder.hidden
        self.incident = nn.Linear(h, 1)
        self.group = nn.Linear(h, len(GROUPS))
        self.topic = nn.Linear(h, topics)
        self.kind = nn.Linear(h, len(KINDS))
        self.urgent = nn.Linear(h, 1)
        self.source_topic = nn.Linear(h, max(1, source_topics))
        self.vector = nn.Linear(h, h, bias=False)
        nn.init.eye_(self.vector.weight)

    def forward(self, ids, mask, dropout=0.0, head_dropout=0.0):
        pooled = mean_pool(self.encoder(ids, mask, dropout), mask)
        x = F.dropout(pooled, head_dropout, self.training)
        return {name: getattr(self, name)(x) for name in ("incident", "group", "topic", "kind", "urgent", "source_topic")} | {
            "vector": F.normalize(self.vector(pooled), dim=1),
            "pooled": pooled,
        }


def read_rows(data: pathlib.Path, pseudo: str | None):
    rows = [json.loads(line) for line in (data / "texts.jsonl").open(encoding="utf-8")]
    if pseudo:
        soft = {row["id"]: row for row in map(json.loads, open(pseudo, encoding="utf-8"))}
        for row in rows:
            if row["id"] in soft:
                row["pseudo"] = soft[row["id"]]
    return rows


def targets(rows, topics, source_topics, args):
    """Per row: soft targets and weights of each task; weight 0 = the task is not asked."""
    index = {g: i for i, g in enumerate(GROUPS)}
    counts = [1.0] * len(GROUPS)
    for row in rows:
        if row.get("group"):
            counts[index[row["group"]]] += 1
    mean = sum(counts) / len(counts)
    rare = [min(3.0, max(0.5, math.sqrt(mean / c))) for c in counts]
    made = []
    for row in rows:
        target = dict(incident=(0.0, 0.0), group=(None, 0.0), topic=(-1, 0.0), kind=(-1, 0.0), urgent=(0.0, 0.0), source_topic=(-1, 0.0))
        incident = row.get("incident")
        if incident is not None:
            goal, weight = float(incident), 1.0
            if row["source"] == "telecom-tweets":
                goal, weight = 0.1, 0.5  # customers of private operators: some are complaints that a centre would take
            if row["source"] in ("kursk", "ryazan", "perm", "omsk"):
                goal = 0.97  # a few are no incidents to a reader
            target["incident"] = (goal * (1 - args.smooth) + 0.5 * args.smooth if weight == 1.0 else goal, weight)
        if row.get("group"):
            soft = torch.zeros(len(GROUPS))
            alt = [a for a in row.get("alt") or [] if a in index and a != row["group"]]
            soft[index[row["group"]]] = 1.0 - (0.15 if alt else 0.0)
            for a in alt:
                soft[index[a]] += 0.15 / len(alt)
            soft = soft * (1 - args.smooth) + args.smooth / len(GROUPS)
            weight = rare[index[row["group"]]] * (0.3 if row.get("template") else 1.0)
            target["group"] = (soft, weight)
        elif row.get("pseudo") and row["pseudo"].get("groups"):
            soft = torch.tensor(row["pseudo"]["groups"])
            target["group"] = (soft, 0.5)
            target["incident"] = (0.95, 0.3)
        if row.get("topic") in topics:
            target["topic"] = (topics[row["topic"]], 1.0)
        if row.get("kind") in KINDS:
            target["kind"] = (KINDS.index(row["kind"]), 1.0)
        if row.get("urgent") is not None:
            target["urgent"] = (float(row["urgent"]), 1.0)
        if row.get("sourceTopic") and (row["source"], row["sourceTopic"]) in source_topics:
            target["source_topic"] = (source_topics[(row["source"], row["sourceTopic"])], 0.3 if row.get("template") else 1.0)
        made.append(target)
    return made


def batches(lengths, order, max_tokens, rng):
    """Rows of like length together, at most max_tokens padded tokens a batch, batches in random order."""
    pool = sorted(order, key=lambda i: (lengths[i] + rng.random() * 6))
    made, batch = [], []
    for i in pool:
        width = max(lengths[j] for j in batch + [i])
        if batch and width * (len(batch) + 1) > max_tokens:
            made.append(batch)
            batch = []
        batch.append(i)
    if batch:
        made.append(batch)
    rng.shuffle(made)
    return made


def pad(list_of_ids):
    width = max(map(len, list_of_ids))
    ids = torch.full((len(list_of_ids), width), 1)
    for row, one in enumerate(list_of_ids):
        ids[row, : len(one)] = torch.tensor(one)
    return ids, (ids != 1).long()


def words_dropped(ids, starts, share, rng):
    """The ids with `share` of the words (all their pieces) left out."""
    kept, drop = [], False
    for position, piece in enumerate(ids):
        if position == 0 or position == len(ids) - 1:
            kept.append(piece)
            continue
        if starts[piece]:
            drop = rng.random() < share
        if not drop:
            kept.append(piece)
    return kept


@torch.no_grad()
def predict(model, ids, max_tokens=4096):
    """Outputs for all texts, in order."""
    model.eval()
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    out = [None] * len(ids)
    at = 0
    while at < len(order):
        width, batch = 0, []
        while at < len(order) and max(width, len(ids[order[at]])) * (len(batch) + 1) <= max_tokens:
            width = max(width, len(ids[order[at]]))
            batch.append(order[at])
            at += 1
        result = model(*pad([ids[i] for i in batch]))
        for row, i in enumerate(batch):
            out[i] = {name: value[row].clone() for name, value in result.items()}
    return out


def evaluate(model, rows, ids):
    out = predict(model, ids)
    grouped = [i for i, r in enumerate(rows) if r.get("group") and r["source"] != "invented"]
    right = sum(GROUPS[int(out[i]["group"].argmax())] == rows[i]["group"] for i in grouped)
    f1 = []
    for g in {rows[i]["group"] for i in grouped}:
        tp = sum(rows[i]["group"] == g and GROUPS[int(out[i]["group"].argmax())] == g for i in grouped)
        fp = sum(rows[i]["group"] != g and GROUPS[int(out[i]["group"].argmax())] == g for i in grouped)
        fn = sum(rows[i]["group"] == g for i in grouped) - tp
        f1.append(2 * tp / max(1, 2 * tp + fp + fn))
    figures = {"group": right / len(grouped), "macro_f1": sum(f1) / len(f1)}
    by = {}
    for i, r in enumerate(rows):
        if r.get("incident") is not None:
            by.setdefault(r["source"] + (":" + str(r["incident"]) if r["source"] == "invented" else ""), []).append(float(out[i]["incident"]) > 0)
    figures["incident"] = {s: round(sum(v) / len(v), 4) for s, v in sorted(by.items())}
    own = [i for i, r in enumerate(rows) if r["source"] == "invented" and r.get("group")]
    if own:
        figures["own_group"] = sum(GROUPS[int(out[i]["group"].argmax())] == rows[i]["group"] for i in own) / len(own)
    return figures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--init")
    parser.add_argument("--pseudo")
    parser.add_argument("--epochs", type=float, default=4)
    parser.add_argument("--lr", type=float, default=1e-4)
    parser.add_argument("--decay", type=float, default=0.95)
    parser.add_argument("--frozen", type=int, default=2)
    parser.add_argument("--max-tokens", type=int, default=1152)
    parser.add_argument("--length", type=int, default=128)
    parser.add_argument("--smooth", type=float, default=0.05)
    parser.add_argument("--drop-words", type=float, default=0.08)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--warm-up", type=float, default=0.06)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--sources", default="")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)

    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(args.data / "tokenizer.json"))
    tokenizer.enable_truncation(args.length)
    starts = [False] * tokenizer.get_vocab_size()
    for piece, i in tokenizer.get_vocab().items():
        starts[i] = piece.startswith("▁")
    rows = read_rows(args.data, args.pseudo)
    train = [r for r in rows if r["part"] == "train" and (r.get("incident") is not None or r.get("pseudo")) and r["source"] != "rusentiment"]
    held = [r for r in rows if r["part"] == "calibration" and (r["source"] != "rusentiment" or r["id"][-1] in "0123")]
    encode = lambda some: [e.ids for e in tokenizer.encode_batch([r["normalised"] for r in some])]  # noqa: E731
    train_ids, held_ids = encode(train), encode(held)
    topics = json.loads((args.data / "topics.json").read_text())
    topics = {t: i for i, t in enumerate(topics)}
    seen = {}
    for r in train:
        if r.get("sourceTopic"):
            seen[(r["source"], r["sourceTopic"])] = seen.get((r["source"], r["sourceTopic"]), 0) + 1
    source_topics = {key: i for i, key in enumerate(sorted(k for k, n in seen.items() if n >= 4))}
    goals = targets(train, topics, source_topics, args)
    print(f"{len(train)} texts to train on, {sum(map(len, train_ids))} pieces; {len(held)} to look at; {len(source_topics)} topics of the sources", flush=True)

    original = load_original(str(args.data))
    cache = args.data / "original-vectors.pt"
    known = torch.load(cache) if cache.exists() else {}
    missing = [i for i, r in enumerate(train) if r["id"] not in known]
    if missing:
        prefix = tokenizer.encode("query:").ids[1:-1]
        wrap = Model(original, 1, 1).eval()
        vectors = predict(wrap, [[0] + prefix + train_ids[i][1:] for i in missing])
        known |= {train[i]["id"]: F.normalize(v["pooled"], dim=0) for i, v in zip(missing, vectors)}
        torch.save(known, cache)
    vectors = torch.stack([known[r["id"]] for r in train])
    centre = vectors.mean(0)
    print("original vectors ready", flush=True)

    model = Model(original, len(topics), len(source_topics))
    if args.init:
        state = torch.load(args.init)["model"]
        own = model.state_dict()
        fit = {k: v for k, v in state.items() if k in own and own[k].shape == v.shape}
        model.load_state_dict(own | fit)
        print("taken over:", len(fit), "of", len(own), flush=True)
    for parameter in [*model.encoder.words.parameters(), *model.encoder.positions.parameters(), *model.encoder.norm.parameters()]:
        parameter.requires_grad_(False)
    for layer in model.encoder.layers[: args.frozen]:
        layer.requires_grad_(False)
    depth = len(model.encoder.layers)
    bundles = []
    for i, layer in enumerate(model.encoder.layers):
        for plain in (True, False):
            some = [p for n, p in layer.named_parameters() if p.requires_grad and (p.ndim == 1) == plain]
            if some:
                bundles.append({"params": some, "lr": args.lr * args.decay ** (depth - 1 - i), "weight_decay": 0.0 if plain else 0.01})
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.") and not n.startswith("vector")]
    bundles.append({"params": heads, "lr": args.lr * 10, "weight_decay": 0.01})
    bundles.append({"params": list(model.vector.parameters()), "lr": args.lr * 3, "weight_decay": 0.0})
    optimiser = torch.optim.AdamW(bundles, betas=(0.9, 0.98))
    peak = [b["lr"] for b in bundles]
    order = list(range(len(train)))
    per_epoch = len(batches([len(i) for i in train_ids], order, args.max_tokens, random.Random(0)))
    total = int(per_epoch * args.epochs)
    average = copy.deepcopy(model)
    step, started, log = 0, time.time(), (args.out / "log.jsonl").open("a")
    sums = {}
    while step < total:
        epoch_ids = [words_dropped(i, starts, args.drop_words, rng) for i in train_ids]
        for batch in batches([len(i) for i in epoch_ids], order, args.max_tokens, rng):
            if step >= total:
                break
            share = step / total
            factor = min(1.0, share / args.warm_up) if share < args.warm_up else (1 - share) / (1 - args.warm_up)
            for bundle, top in zip(optimiser.param_groups, peak):
                bundle["lr"] = top * max(factor, 0.01)
            model.train()
            ids, mask = pad([epoch_ids[i] for i in batch])
            out = model(ids, mask, args.dropout, 0.1)
            some = [goals[i] for i in batch]
            loss = 0.0
            parts = {}

            def add(name, values, weights, scale):
                nonlocal loss
                weights = torch.tensor(weights)
                if float(weights.sum()) == 0:
                    return
                value = (values * weights).sum() / len(batch)
                parts[name] = float(value)
                loss = loss + scale * value

            add("incident", F.binary_cross_entropy_with_logits(out["incident"][:, 0], torch.tensor([g["incident"][0] for g in some]), reduction="none"), [g["incident"][1] for g in some], 1.0)
            empty = torch.zeros(len(GROUPS))
            soft = torch.stack([g["group"][0] if g["group"][0] is not None else empty for g in some])
            add("group", -(soft * F.log_softmax(out["group"], 1)).sum(1), [g["group"][1] for g in some], 1.0)
            for name, scale in (("topic", 0.7), ("kind", 0.3), ("source_topic", 0.5)):
                goal = torch.tensor([g[name][0] for g in some])
                add(name, F.cross_entropy(out[name], goal.clamp(min=0), reduction="none", label_smoothing=args.smooth), [g[name][1] for g in some], scale)
            add("urgent", F.binary_cross_entropy_with_logits(out["urgent"][:, 0], torch.tensor([g["urgent"][0] for g in some]), reduction="none"), [g["urgent"][1] for g in some], 0.5)
            goal = F.normalize(vectors[batch] - centre, dim=1)
            add("vector", 1 - (out["vector"] * goal).sum(1), [1.0] * len(batch), 0.5)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
            optimiser.step()
            step += 1
            keep = min(0.998, (1 + step) / (10 + step))
            with torch.no_grad():
                for mine, theirs in zip(average.parameters(), model.parameters()):
                    if theirs.requires_grad:
                        mine.lerp_(theirs, 1 - keep)
            for name, value in parts.items():
                sums.setdefault(name, []).append(value)
            if step % 50 == 0:
                line = {"step": step, "of": total, "seconds": round(time.time() - started), **{n: round(sum(v) / len(v), 4) for n, v in sums.items()}}
                sums = {}
                print(json.dumps(line), flush=True)
                log.write(json.dumps(line) + "\n")
                log.flush()
            if step % per_epoch == 0 or step == total:
                figures = {"step": step, "held": evaluate(average, held, held_ids)}
                print(json.dumps(figures), flush=True)
                log.write(json.dumps(figures) + "\n")
                torch.save({"model": average.state_dict(), "topics": list(topics), "centre": centre, "args": vars(args) | {"data": "", "out": ""}}, args.out / "checkpoint.pt")


if __name__ == "__main__":
    main()
