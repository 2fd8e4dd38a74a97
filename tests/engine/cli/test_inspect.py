"""What is said of a plan over cards that were measured."""

from __future__ import annotations

import json

from engine.cli.inspect import _record, _text
from engine.plan.build import plan
from tests.engine.plan.models import cards, qwen3_14b

ROOM = 80 << 30


def test_a_predicted_speed_is_called_that() -> None:
    facts = qwen3_14b()
    measured = plan(facts, cards(ROOM, ROOM, bandwidths=[2821e9] * 2, quantised=True), "tensor")
    figure = measured.tokens_per_second
    assert figure is not None
    lines = _text(facts, measured, "").splitlines()
    assert f"Predicted: {figure:,.0f} tokens per second at the start of the context." in lines
    assert json.loads(json.dumps(_record(facts, measured, "")))["predicted_tokens_per_second"] == figure
    assert json.loads(json.dumps(_record(facts, measured, "")))["plan"]["tokens_per_second"] == figure
    unknown = plan(facts, cards(ROOM, ROOM), "tensor")
    assert "Predicted" not in _text(facts, unknown, "")
    assert _record(facts, unknown, "")["predicted_tokens_per_second"] is None
