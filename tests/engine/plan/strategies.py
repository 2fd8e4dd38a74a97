"""Random models and device lists for property tests."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from engine.gguf.facts import LayerShape, ModelFacts
from engine.plan.types import Device
from tests.engine.plan.models import model


@st.composite
def shapes(draw: st.DrawFn) -> LayerShape:
    """Grouped-query attention with whole groups, as every model has it."""
    kv_heads = draw(st.integers(1, 4))
    lengths = st.sampled_from((4, 16, 24, 32, 64, 80))
    return LayerShape(
        heads=kv_heads * draw(st.integers(1, 5)),
        kv_heads=kv_heads,
        key_length=draw(lengths),
        value_length=draw(lengths),
        ffn=draw(st.sampled_from((1, 32, 96, 100, 256, 704, 768))),
        experts=draw(st.sampled_from((0, 0, 3))),
        experts_used=2,
    )


@st.composite
def models(draw: st.DrawFn) -> ModelFacts:
    kinds = draw(st.lists(shapes(), min_size=1, max_size=2))
    layers = draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=5))
    options: dict[str, Any] = {
        "tied": draw(st.booleans()),
        "biases": draw(st.booleans()),
        "fused": draw(st.booleans()),
        "architecture": draw(st.sampled_from(("llama", "gemma3"))),
        "quant": draw(st.sampled_from(("F32", "F16", "Q4_0", "Q8_0", "Q4_K", "Q6_K"))),
        "extra": draw(st.sampled_from(({}, {"rope_freqs.weight": (32,)}))),
    }
    return model(layers, 64, draw(st.integers(1, 70)), **options)


@st.composite
def device_lists(draw: st.DrawFn, sizes: st.SearchStrategy[int | None] | None = None) -> list[Device]:
    """1 to 12 ranks over 1 to 4 memories, measured or not."""
    room = sizes if sizes is not None else st.none() | st.integers(0, 4 * 10**9)
    speed = st.none() | st.floats(1e9, 4e12)
    kinds = st.sampled_from(("cpu", "cuda", "xpu", "mps"))
    pools = [
        Device(
            f"{kind}:{i}", kind, f"Device {i}", f"pool {i}",
            memory_free=draw(room), bandwidth=draw(speed), quantised=draw(st.booleans()),
        )
        for i, kind in enumerate(draw(st.lists(kinds, min_size=1, max_size=4)))
    ]
    return draw(st.lists(st.sampled_from(pools), min_size=1, max_size=12))
