"""tandem-engine inspect"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine import starter
from engine.cli.client import Client, CommandFailed
from engine.cli.options import model_options, positive
from engine.devices.listing import DeviceError, choose, cpu
from engine.families import model_config
from engine.families.config import UnsupportedModel
from engine.gguf.facts import ModelFacts, read_facts
from engine.gguf.header import GGUFError
from engine.plan.build import PlanError, plan
from engine.plan.links import Links
from engine.plan.speed import most_tokens_per_second
from engine.plan.table import format_plan
from engine.plan.types import Device, SplitPlan
from engine.plan.widened import widened_note


def add_options(parser: argparse.ArgumentParser) -> None:
    model_options(parser)
    parser.add_argument("--plan", type=positive, metavar="N", help="show the split over N CPU ranks, or --devices")
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    path = starter.starter_path() if args.model == "starter" else Path(args.model)
    if args.model == "starter" and not path.exists():
        raise CommandFailed("The starter model is not on this computer yet. Run: tandem-engine chat starter")
    try:
        facts = read_facts(path)
        split = _plan(args, facts)
    except (GGUFError, PlanError, DeviceError) as error:
        raise CommandFailed(str(error)) from None
    try:
        model_config(facts)
        problem = ""
    except UnsupportedModel as error:
        problem = str(error)
    print(json.dumps(_record(facts, split, problem), indent=2) if args.json else _text(facts, split, problem))
    return 0


def _plan(args: argparse.Namespace, facts: ModelFacts) -> SplitPlan | None:
    if not (args.plan or args.devices):
        if args.shares or args.stages > 1 or args.split_mode != "auto":
            raise CommandFailed("--split-mode, --stages and --shares are about a plan: ask for one with --plan N.")
        return None
    ids = args.devices or ("cpu",) * args.plan
    if args.plan and len(ids) != args.plan:
        raise CommandFailed(f"--plan {args.plan} and {len(ids)} devices do not agree.")
    devices: tuple[Device, ...] = (cpu(),)
    links: Links = {}
    if set(ids) != {"cpu"}:
        with Client() as client:
            found = client.devices()
            devices, links = found.devices, found.links
    mode = args.split_mode
    if mode == "auto" and len(ids) > 1 and args.plan:
        mode = "tensor"  # asked for a split over N: one device would show none
    return plan(
        facts, choose(ids, devices), mode, shares=args.shares, context=args.ctx, stages=args.stages, links=links,
        kv_type=args.kv_type,
    )


def _text(facts: ModelFacts, split: SplitPlan | None, problem: str) -> str:
    size = sum(tensor.nbytes for tensor in facts.tensors.values())
    mix = sorted(facts.quant_mix.items(), key=lambda item: -item[1])
    first = facts.layers[0]
    heads = f"{first.heads} query heads, {first.kv_heads} KV heads of {first.key_length}, {first.ffn:,} MLP channels"
    if first.experts:
        heads += f" in each of {first.experts} experts, {first.experts_used} of them used for a token"
    lines = [
        f"{facts.name}",
        f"  architecture  {facts.architecture}, {facts.parameters / 1e6:,.1f} M parameters",
        f"  layers        {len(facts.layers)}, hidden {facts.hidden:,}; {heads}",
        f"  vocabulary    {facts.vocabulary:,} tokens, head {'tied to the embedding' if facts.tied else 'of its own'}",
        f"  context       {facts.context:,} tokens",
        f"  quantisation  {facts.quant}: " + ", ".join(f"{name} {100 * part / size:.1f} %" for name, part in mix),
        f"  file          {facts.file_bytes / 1e6:,.1f} MB" + _parts(facts),
    ]
    lines += [f"  {sentence}" for sentence in (problem, widened_note(facts)) if sentence]
    if split is not None:
        lines += ["", format_plan(facts, split)]
        if split.tokens_per_second:
            lines.append(f"Predicted: {split.tokens_per_second:,.0f} tokens per second at the start of the context.")
        if most := most_tokens_per_second(facts, split):
            lines.append(f"These devices' memory allows at most {most:,.0f} tokens per second, whatever the kernels.")
    return "\n".join(lines)


def _parts(facts: ModelFacts) -> str:
    if len(facts.files) < 2:
        return ""
    first, last = (Path(facts.files[at]).name for at in (0, -1))
    return f" in {len(facts.files)} parts, {first} to {last}"


def _record(facts: ModelFacts, split: SplitPlan | None, problem: str) -> dict[str, Any]:
    record = {**vars(facts)}
    record["layers"] = [asdict(layer) for layer in facts.layers]
    record["tensors"] = [asdict(tensor) for tensor in facts.tensors.values()]
    # A vocabulary's lists are the bulk of a file's metadata and of no use here.
    record["metadata"] = {
        key: f"{len(value)} values" if isinstance(value, tuple | list) and len(value) > 64 else value
        for key, value in facts.metadata.items()
    }
    record["problem"] = problem or None
    record["widened"] = widened_note(facts) or None
    record["plan"] = asdict(split) if split else None
    record["predicted_tokens_per_second"] = split.tokens_per_second if split else None
    record["most_tokens_per_second"] = most_tokens_per_second(facts, split) if split else None
    return record
