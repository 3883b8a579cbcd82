"""
The same training as train_encoder.py where a GPU is at hand: first in folds, so that every training text is judged by models that did not see it;
then again on labels softened by those judgements, which takes the edge off wrong labels; the unlabelled texts get the folds' mean. Several
seeds; the one, or the mean of all their weights, that does best on `calibration` is kept.

    python train_folds.py PACK OUT [--device cuda] [--folds 4] [--epochs 8] [--students 3] [--seconds N]

PACK: what pack_training.py wrote. OUT: layers-*.npz (float16), heads.npz, report.json.
"""
import argparse
import copy
import json
import pathlib
import random
import time
import zlib

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import train_encoder as base
from encoder import load_original
from train_encoder import GROUPS, KINDS, Model, batches, words_dropped

TASKS = ("topic", "kind", "source_topic")


def fold_of(row, folds):
    return zlib.crc32(row["id"].encode()) % folds


class Tables:
    """Targets of all rows as tensors; weight 0 = not asked."""

    def __init__(self, rows, topics, source_topics, args, device):
        goals = base.targets(rows, topics, source_topics, args)
        empty = torch.zeros(len(GROUPS))
        self.incident = torch.tensor([g["incident"][0] for g in goals], device=device)
        self.incident_weight = torch.tensor([g["incident"][1] for g in goals], device=device)
        self.group = torch.stack([g["group"][0] if g["group"][0] is not None else empty for g in goals]).to(device)
        self.group_weight = torch.tensor([g["group"][1] for g in goals], device=device)
        sizes = {"topic": len(topics), "kind": len(KINDS), "source_topic": len(source_topics)}
        for name in TASKS:
            index = torch.tensor([g[name][0] for g in goals], device=device)
            soft = F.one_hot(index.clamp(min=0), sizes[name]).float() * (1 - args.smooth) + args.smooth / sizes[name]
            setattr(self, name, soft)
            setattr(self, name + "_weight", torch.tensor([g[name][1] for g in goals], device=device))
        self.urgent = torch.tensor([g["urgent"][0] for g in goals], device=device)
        self.urgent_weight = torch.tensor([g["urgent"][1] for g in goals], device=device)


def pad(ids, some, device):
    width = max(len(ids[i]) for i in some)
    out = np.ones((len(some), width), np.int64)
    for row, i in enumerate(some):
        out[row, : len(ids[i])] = ids[i]
    tensor = torch.from_numpy(out).to(device)
    return tensor, (tensor != 1).long()


@torch.no_grad()
def predict(model, ids, some, device, max_tokens=65536):
    model.eval()
    order = sorted(some, key=lambda i: len(ids[i]))
    out, at = {}, 0
    while at < len(order):
        batch, width = [], 0
        while at < len(order) and max(width, len(ids[order[at]])) * (len(batch) + 1) <= max_tokens:
            width = max(width, len(ids[order[at]]))
            batch.append(order[at])
            at += 1
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
            result = model(*pad(ids, batch, device))
        for name in result:
            for row, i in enumerate(batch):
                out.setdefault(name, {})[i] = result[name][row].float()
    return out


def fit(start, ids, starts, pool, tables, vectors, args, seed, epochs, device, deadline):
    rng = random.Random(seed)
    torch.manual_seed(seed)
    model = copy.deepcopy(start)
    for part in (model.encoder.words, model.encoder.positions, model.encoder.norm):
        part.requires_grad_(False)
    depth = len(model.encoder.layers)
    bundles = []
    for i, layer in enumerate(model.encoder.layers):
        for plain in (True, False):
            some = [p for p in layer.parameters() if (p.ndim == 1) == plain]
            bundles.append({"params": some, "lr": args.lr * args.decay ** (depth - 1 - i), "weight_decay": 0.0 if plain else 0.01})
    heads = [p for n, p in model.named_parameters() if not n.startswith(("encoder.", "vector"))]
    bundles.append({"params": heads, "lr": args.lr * 10, "weight_decay": 0.01})
    bundles.append({"params": list(model.vector.parameters()), "lr": args.lr * 3, "weight_decay": 0.0})
    optimiser = torch.optim.AdamW(bundles, betas=(0.9, 0.98), fused=device == "cuda")
    peak = [b["lr"] for b in bundles]
    per_epoch = len(batches([len(ids[i]) for i in range(len(ids))], pool, args.max_tokens, random.Random(0)))
    total = int(per_epoch * epochs)
    average = copy.deepcopy(model)
    trained = [(a, m) for a, m in zip(average.parameters(), model.parameters()) if m.requires_grad]
    step = 0
    while step < total and time.time() < deadline:
        cut = {i: words_dropped(ids[i], starts, args.drop_words, rng) for i in pool}
        lengths = {i: len(cut[i]) for i in pool}
        for batch in batches(lengths, pool, args.max_tokens, rng):
            if step >= total:
                break
            share = step / total
            factor = share / args.warm_up if share < args.warm_up else (1 - share) / (1 - args.warm_up)
            for bundle, top in zip(optimiser.param_groups, peak):
                bundle["lr"] = top * max(factor, 0.01)
            model.train()
            rows = torch.tensor(batch, device=device)
            with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
                out = model(*pad(cut, batch, device), args.dropout, 0.1)
            out = {name: value.float() for name, value in out.items()}
            mean = lambda values, weights: (values * weights[rows]).sum() / len(batch)  # noqa: E731
            binary = lambda name: F.binary_cross_entropy_with_logits(out[name][:, 0], getattr(tables, name)[rows], reduction="none")  # noqa: E731
            soft = lambda name: -(getattr(tables, name)[rows] * F.log_softmax(out[name], 1)).sum(1)  # noqa: E731
            loss = mean(binary("incident"), tables.incident_weight) + mean(soft("group"), tables.group_weight)
            loss = loss + 0.5 * mean(binary("urgent"), tables.urgent_weight)
            for name, scale in (("topic", 0.7), ("kind", 0.3), ("source_topic", 0.5)):
                loss = loss + scale * mean(soft(name), getattr(tables, name + "_weight"))
            loss = loss + 0.5 * (1 - (out["vector"] * vectors[rows]).sum(1)).mean()
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_([m for _, m in trained], 1.0)
            optimiser.step()
            step += 1
            keep = min(args.ema, (1 + step) / (10 + step))
            with torch.no_grad():
                torch._foreach_lerp_([a for a, _ in trained], [m for _, m in trained], 1 - keep)
    return average


def judge(model, rows, ids, held, device):
    out = predict(model, ids, held, device)
    named = lambda i: GROUPS[int(out["group"][i].argmax())]  # noqa: E731
    grouped = [i for i in held if rows[i].get("group") and rows[i]["source"] != "invented"]
    own = [i for i in held if rows[i].get("group") and rows[i]["source"] == "invented"]
    f1 = []
    for g in sorted({rows[i]["group"] for i in grouped}):
        tp = sum(rows[i]["group"] == g == named(i) for i in grouped)
        fp = sum(rows[i]["group"] != g == named(i) for i in grouped)
        fn = sum(rows[i]["group"] == g for i in grouped) - tp
        f1.append(2 * tp / max(1, 2 * tp + fp + fn))
    yes = sorted(float(out["incident"][i]) for i in held if rows[i].get("incident") == 1)
    at = yes[int(len(yes) * 0.07)]
    by = {}
    for i in held:
        if rows[i].get("incident") == 0:
            by.setdefault(rows[i]["source"], []).append(float(out["incident"][i]) >= at)
    return {
        "group": round(sum(named(i) == rows[i]["group"] for i in grouped) / len(grouped), 4),
        "macro_f1": round(sum(f1) / len(f1), 4),
        "own_group": round(sum(named(i) == rows[i]["group"] for i in own) / max(1, len(own)), 4),
        "false_alarms_at_recall_93": {s: round(sum(v) / len(v), 4) for s, v in by.items()},
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("pack", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("--epochs", type=float, default=8)
    parser.add_argument("--students", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=400)
    parser.add_argument("--lr", type=float, default=1e-4)
    parser.add_argument("--decay", type=float, default=0.95)
    parser.add_argument("--max-tokens", type=int, default=2560)
    parser.add_argument("--smooth", type=float, default=0.05)
    parser.add_argument("--drop-words", type=float, default=0.1)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--warm-up", type=float, default=0.06)
    parser.add_argument("--ema", type=float, default=0.998)
    parser.add_argument("--take", type=int, default=0, help="only so many texts, to try the script")
    args = parser.parse_args()
    began = time.time()
    deadline = began + args.seconds
    device = args.device
    torch.backends.cuda.matmul.allow_tf32 = True
    pack = json.loads((args.pack / "pack.json").read_text())
    rows, topics = pack["rows"], {t: i for i, t in enumerate(pack["topics"])}
    if args.take:
        rows = random.Random(0).sample(rows, args.take)
    ids = [row.pop("ids") for row in rows]
    starts = pack["starts"]
    train = [i for i, r in enumerate(rows) if r["part"] == "train"]
    held = [i for i, r in enumerate(rows) if r["part"] == "calibration"]
    labelled = [i for i in train if rows[i].get("incident") is not None]
    bare = [i for i in train if rows[i].get("incident") is None]
    seen = {}
    for i in labelled:
        if rows[i].get("sourceTopic"):
            key = (rows[i]["source"], rows[i]["sourceTopic"])
            seen[key] = seen.get(key, 0) + 1
    source_topics = {key: i for i, key in enumerate(sorted(k for k, n in seen.items() if n >= 4))}
    tables = Tables(rows, topics, source_topics, args, device)
    torch.manual_seed(11)
    start = Model(load_original(str(args.pack)), len(topics), len(source_topics)).to(device)
    original = predict(start, [ids[i][:1] + pack["prefix"] + ids[i][1:] for i in range(len(ids))], train, device)["pooled"]
    vectors = torch.zeros(len(rows), start.encoder.hidden, device=device)
    vectors[train] = F.normalize(torch.stack([original[i] for i in train]), dim=1)
    centre = vectors[train].mean(0)
    vectors = F.normalize(vectors - centre, dim=1)
    report = {"texts": len(train), "held": len(held), "device": torch.cuda.get_device_name() if device == "cuda" else "cpu", "runs": []}

    def note(what, **more):
        report["runs"].append({"what": what, "seconds": round(time.time() - began), **more})
        print(json.dumps(report["runs"][-1]), flush=True)

    note("ready")
    soft = {name: {i: [] for i in train} for name in ("group", "topic", "incident")}
    for fold in range(args.folds):
        pool = [i for i in labelled if fold_of(rows[i], args.folds) != fold]
        model = fit(start, ids, starts, pool, tables, vectors, args, 100 + fold, args.epochs, device, deadline)
        others = [i for i in labelled if fold_of(rows[i], args.folds) == fold] + bare
        out = predict(model, ids, others, device)
        for i in others:
            soft["group"][i].append(F.softmax(out["group"][i], 0))
            soft["topic"][i].append(F.softmax(out["topic"][i], 0))
            soft["incident"][i].append(torch.sigmoid(out["incident"][i][0]))
        note(f"fold {fold}", **judge(model, rows, ids, held, device))
    with torch.no_grad():
        for i in train:
            if not soft["group"][i]:
                continue
            group = torch.stack(soft["group"][i]).mean(0)
            topic = torch.stack(soft["topic"][i]).mean(0)
            if i in set_of(bare):
                tables.group[i], tables.group_weight[i] = group, 0.6
                tables.topic[i], tables.topic_weight[i] = topic, 0.4
                tables.incident[i], tables.incident_weight[i] = 0.95, 0.3
                continue
            if float(tables.group_weight[i]) > 0:
                tables.group[i] = 0.6 * tables.group[i] + 0.4 * group
                if float(tables.topic_weight[i]) > 0:
                    tables.topic[i] = 0.65 * tables.topic[i] + 0.35 * topic
                else:
                    tables.topic[i], tables.topic_weight[i] = topic, 0.3
            tables.incident[i] = 0.85 * tables.incident[i] + 0.15 * torch.stack(soft["incident"][i]).mean()
    students = []
    for seed in range(args.students):
        if time.time() > deadline - 30:
            break
        model = fit(start, ids, starts, train, tables, vectors, args, 200 + seed, args.epochs * 1.5, device, deadline)
        figures = judge(model, rows, ids, held, device)
        students.append((figures["group"] + figures["macro_f1"] + figures["own_group"], model, f"student {seed}"))
        note(f"student {seed}", **figures)
    if len(students) > 1:
        soup = copy.deepcopy(students[0][1])
        with torch.no_grad():
            for parameters in zip(soup.parameters(), *(m.parameters() for _, m, _ in students)):
                parameters[0].copy_(torch.stack([p.float() for p in parameters[1:]]).mean(0))
        figures = judge(soup, rows, ids, held, device)
        students.append((figures["group"] + figures["macro_f1"] + figures["own_group"], soup, "mean of the students"))
        note("mean of the students", **figures)
    _, best, name = max(students, key=lambda one: one[0])
    report["kept"] = name
    args.out.mkdir(parents=True, exist_ok=True)
    state = {n: v.detach().cpu() for n, v in best.state_dict().items() if not n.startswith(("encoder.words", "encoder.positions", "encoder.norm", "source_topic"))}
    layers = [n for n in state if n.startswith("encoder.layers.")]
    for part in range(3):
        some = [n for n in layers if int(n.split(".")[2]) // 4 == part]
        np.savez(args.out / f"layers-{part}.npz", **{n: state[n].half().numpy() for n in some})
    np.savez(args.out / "heads.npz", **{n: v.float().numpy() for n, v in state.items() if n not in layers}, centre=centre.cpu().numpy())
    report["seconds"] = round(time.time() - began)
    (args.out / "report.json").write_text(json.dumps(report, indent=1))


_sets = {}


def set_of(some):
    return _sets.setdefault(id(some), set(some))


if __name__ == "__main__":
    main()
