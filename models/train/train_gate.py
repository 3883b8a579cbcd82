"""
Trains the small encoder of the gate: it learns from the shipped encoder what that would say of a text, on the training texts and on short pieces
of them (crop_texts.py); of texts that are known to be no incidents it learns that.

    python train_gate.py DATA POOLED CROPS ENCODER.onnx RUN [--epochs N] [--seed N] [--threads N] [--start RUN]

DATA: texts.jsonl, tokenizer.json. POOLED: pooled.f32 of DATA and set-heads.json. CROPS: texts.jsonl and its pooled.f32. ENCODER.onnx: the shipped
encoder, whose word table the small one reads through a narrow projection: what a word means is known from far more texts than there are here.
RUN gets gate.pt and gate.json (settings and the loss on a twentieth of the texts that was
left out). Texts of the parts «calibration» and «test» are not read, nor is RuSentiment.
"""
import argparse
import base64
import json
import math
import pathlib
import time

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper
from tokenizers import Tokenizer
from torch import nn

from encoder import Encoder, mean_pool

WIDTH, LAYERS, HEADS, INNER = 128, 2, 4, 256
POSITIONS = 128
PADDING = 1
# Beyond these logits a text is clear: how clear does not matter.
LIMIT = 8.0
# A text that is known to be no incident is wanted below this logit, whatever the large encoder says.
QUIET = -4.0
BATCH_PIECES = 2048
WORD_DROPOUT = 0.1


class Small(nn.Module):
    """A small encoder with one head: the logit of an incident. Its word table is the large one's times `narrow`. `teach` goes after the training."""

    def __init__(self, table: torch.Tensor):
        super().__init__()
        self.table = table
        self.encoder = Encoder(WIDTH, LAYERS, HEADS, INNER, 1, POSITIONS, 1e-5)
        self.narrow = nn.Linear(table.shape[1], WIDTH, bias=False)
        self.incident = nn.Linear(WIDTH, 1)
        self.teach = nn.Linear(WIDTH, 384)

    def forward(self, ids, mask, dropout: float = 0.0):
        encoder = self.encoder
        x = self.narrow(F.embedding(ids, self.table)) + encoder.positions(torch.arange(ids.shape[1]))
        x = F.dropout(encoder.norm(x), dropout, self.training)
        allowed = mask[:, None, None, :].bool()
        for layer in encoder.layers:
            x = layer(x, allowed, dropout)
        pooled = mean_pool(x, mask)
        return self.incident(pooled)[:, 0], self.teach(pooled)

    def narrowed(self) -> Encoder:
        """The encoder with a word table of its own, as it is exported."""
        self.encoder.words = nn.Embedding.from_pretrained(self.narrow(self.table))
        return self.encoder


def load(run: str) -> Small:
    state = torch.load(pathlib.Path(run) / "gate.pt")
    model = Small(state.pop("table"))
    model.load_state_dict(state, strict=False)
    return model.eval()


def word_table(path: str) -> torch.Tensor:
    arrays = {one.name: numpy_helper.to_array(one) for one in onnx.load(path).graph.initializer}
    return torch.from_numpy(arrays["words"].astype(np.float32) * arrays["word_scales"])


def batches(lengths: np.ndarray, chance: np.random.Generator):
    """Texts of about the same length together, in a new order each time."""
    order = np.argsort(lengths + chance.uniform(0, 6, len(lengths)))
    made, start = [], 0
    while start < len(order):
        count = max(1, BATCH_PIECES // int(lengths[order[start : start + 64]].max()))
        made.append(order[start : start + count])
        start += count
    chance.shuffle(made)
    return made


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("data", "pooled", "crops"):
        parser.add_argument(name, type=pathlib.Path)
    parser.add_argument("encoder")
    parser.add_argument("run", type=pathlib.Path)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--start", help="a run to go on from")
    parser.add_argument("--lr", type=float, default=2e-3)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    chance = np.random.default_rng(args.seed)

    tokenizer = Tokenizer.from_file(str(args.data / "tokenizer.json"))
    tokenizer.enable_truncation(POSITIONS)
    texts, targets, quiet = [], [], []
    for folder, pooled in ((args.data, args.pooled), (args.crops, args.crops)):
        rows = [json.loads(line) for line in (folder / "texts.jsonl").open(encoding="utf-8")]
        states = np.fromfile(pooled / "pooled.f32", "<f4").reshape(len(rows), -1)
        keep = [at for at, row in enumerate(rows) if row.get("part", "train") == "train" and row.get("source") != "rusentiment"]
        texts += [rows[at]["normalised"] for at in keep]
        # Customers' complaints to private firms are none of ours, but too near to be pushed away.
        quiet += [rows[at].get("incident") == 0 and rows[at].get("source") != "telecom-tweets" for at in keep]
        targets.append(states[keep])
    pooled = torch.from_numpy(np.concatenate(targets))
    head = json.loads((args.pooled / "set-heads.json").read_text())["heads"]
    numbers = lambda name, part: torch.from_numpy(np.frombuffer(base64.b64decode(head[name][part]), "<f4").copy())  # noqa: E731
    logits = (pooled @ numbers("incident", "weight") + numbers("incident", "bias")).clamp(-LIMIT, LIMIT)
    # What people know to be none the large encoder need not be followed in.
    logits = torch.where(torch.tensor(quiet), logits.clamp(max=QUIET), logits)
    groups_weight, groups_bias = numbers("group", "weight").view(20, -1), numbers("group", "bias")
    centre, spread = pooled.mean(0), pooled.std()
    pooled_target = (pooled - centre) / spread
    ids = [np.array(one.ids) for one in tokenizer.encode_batch(texts)]
    lengths = np.array([len(one) for one in ids])
    out = chance.permutation(len(ids)) < len(ids) // 20
    print(f"{len(ids)} texts, {out.sum()} left out; logits above -2: {(logits > -2).float().mean():.3f}", flush=True)

    table = word_table(args.encoder)
    table = (table - table.mean(0)) / table.std()
    model = Small(table)
    nn.init.normal_(model.encoder.positions.weight, std=0.02)
    if args.start:
        model.load_state_dict(load(args.start).state_dict())
    optimiser = torch.optim.AdamW([p for name, p in model.named_parameters() if not name.startswith("encoder.words")], lr=args.lr, weight_decay=0.02)

    def tensors(batch):
        width = int(lengths[batch].max())
        tokens = np.full((len(batch), width), PADDING)
        for row, at in enumerate(batch):
            tokens[row, : lengths[at]] = ids[at]
        mask = torch.from_numpy(np.arange(width)[None] < lengths[batch][:, None])
        return torch.from_numpy(tokens), mask

    def losses(batch, training: bool):
        tokens, mask = tensors(batch)
        if training:
            # A word here and there is not known: what the text means stays.
            hidden = (torch.rand(tokens.shape) < WORD_DROPOUT) & mask
            tokens = tokens.masked_fill(hidden, 3)
        logit, taught = model(tokens, mask, 0.1)
        at = torch.from_numpy(batch)
        wanted = logits[at]
        near = F.smooth_l1_loss(logit, wanted, beta=1.0) + F.binary_cross_entropy_with_logits(logit, wanted.sigmoid())
        meaning = F.mse_loss(taught, pooled_target[at])
        spoken = F.log_softmax((taught * spread + centre) @ groups_weight.T + groups_bias, 1)
        groups = F.kl_div(spoken, F.log_softmax(pooled[at] @ groups_weight.T + groups_bias, 1), log_target=True, reduction="batchmean")
        return near, meaning, groups

    learn, left = np.flatnonzero(~out), np.flatnonzero(out)
    total = args.epochs * len(batches(lengths[learn], np.random.default_rng(0)))
    step, started, history = 0, time.time(), []
    for epoch in range(args.epochs):
        model.train()
        for chosen in batches(lengths[learn], chance):
            rate = min(1.0, (step + 1) / 200) * (0.5 + 0.5 * math.cos(math.pi * min(1.0, step / total))) + 0.01
            for group in optimiser.param_groups:
                group["lr"] = args.lr * rate
            near, meaning, groups = losses(learn[chosen], True)
            optimiser.zero_grad()
            (near + meaning + 0.3 * groups).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            step += 1
        model.eval()
        with torch.no_grad():
            checked = [(len(batch), [float(loss) for loss in losses(left[batch], False)]) for batch in batches(lengths[left], np.random.default_rng(0))]
        mean = [sum(n * loss[i] for n, loss in checked) / len(left) for i in range(3)]
        history.append([round(value, 4) for value in mean])
        print(f"epoch {epoch + 1}: incident {mean[0]:.3f}, meaning {mean[1]:.3f}, groups {mean[2]:.3f}, {time.time() - started:.0f} s", flush=True)
        args.run.mkdir(parents=True, exist_ok=True)
        torch.save({name: value for name, value in model.state_dict().items() if name != "encoder.words.weight"} | {"table": table}, args.run / "gate.pt")
    settings = {"width": WIDTH, "layers": LAYERS, "heads": HEADS, "inner": INNER, "texts": len(ids), "epochs": args.epochs, "seed": args.seed, "lr": args.lr, "left out": history}
    (args.run / "gate.json").write_text(json.dumps(settings))


if __name__ == "__main__":
    main()
