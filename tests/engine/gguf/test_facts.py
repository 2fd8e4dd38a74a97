"""Model facts: what two real files say, and which sentence each kind of unusable file gets."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.gguf.chat_template import ChatTemplate
from engine.gguf.facts import GGUFError, LayerShape, model_name, read_facts
from engine.gguf.vocabulary import Vocabulary
from engine.protocol import Message
from tests.engine.gguf.files import LLAMA, VOCABULARY, llama_tensors, write, write_llama
from tests.random_model import Parameters, Tensors, random_model


def test_starter_model(starter_model: Path) -> None:
    facts = read_facts(starter_model)
    assert facts.architecture == "llama"
    assert facts.name == "SmolLM2-135M-Instruct"
    assert facts.quant == "Q4_1"
    assert facts.layers == (LayerShape(heads=9, kv_heads=3, key_length=64, value_length=64, ffn=1536),) * 30
    assert (facts.hidden, facts.vocabulary, facts.context, facts.tied) == (576, 49152, 8192, True)
    assert facts.parameters == 134_515_008
    assert facts.file_bytes == 98_362_432
    assert set(facts.quant_mix) == {"Q8_0", "Q4_1", "F32"}
    assert sum(facts.quant_mix.values()) == sum(tensor.nbytes for tensor in facts.tensors.values())
    assert facts.tensors["blk.29.ffn_down.weight"].shape == (576, 1536)


def test_gemma(gemma_model: Path) -> None:
    facts = read_facts(gemma_model)
    assert (facts.architecture, facts.quant, facts.context) == ("gemma3", "Q4_K_M", 32768)
    assert facts.layers == (LayerShape(heads=4, kv_heads=1, key_length=256, value_length=256, ffn=2048),) * 18
    assert (facts.hidden, facts.vocabulary, facts.tied) == (640, 262_144, True)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("Qwen3-32B-Q4_K_M.gguf", "Qwen3-32B"),
        ("gemma-3-270m-q4_k_m.gguf", "gemma-3-270m"),
        ("Model-UD-IQ2_XXS.gguf", "Model"),
        ("tiny.bf16.gguf", "tiny"),
        ("phi-3.5-mini.gguf", "phi-3.5-mini"),
        ("Q4_K_M.gguf", "Q4_K_M"),
    ],
)
def test_a_model_is_called_by_its_file(file: str, name: str) -> None:
    assert model_name(Path(file)) == name


def test_facts_cross_to_another_process(tmp_path: Path) -> None:
    facts = read_facts(write_llama(tmp_path / "m.gguf"))
    assert pickle.loads(pickle.dumps(facts)) == facts


def test_defaults(tmp_path: Path) -> None:
    changes = {"llama.attention.head_count_kv": None, "llama.attention.head_count": 4}
    shapes = llama_tensors() | {f"blk.{i}.attn_{p}.weight": (32, 32) for i in (0, 1) for p in "kv"}
    facts = read_facts(write(tmp_path / "little.gguf", LLAMA | changes, shapes | {"output.weight": (12, 32)}))
    assert facts.layers[0] == LayerShape(heads=4, kv_heads=4, key_length=8, value_length=8, ffn=96)
    assert facts.name == "little"
    assert facts.quant == "F32"
    assert not facts.tied


def test_layers_may_differ(tmp_path: Path) -> None:
    changes = {"llama.attention.head_count_kv": [2, 4], "llama.feed_forward_length": [96, 48]}
    shapes = llama_tensors() | {
        "blk.1.attn_k.weight": (32, 32), "blk.1.attn_v.weight": (32, 32),
        "blk.1.ffn_gate.weight": (48, 32), "blk.1.ffn_up.weight": (48, 32), "blk.1.ffn_down.weight": (32, 48),
    }  # fmt: skip
    facts = read_facts(write(tmp_path / "m.gguf", LLAMA | changes, shapes))
    assert facts.layers == (LayerShape(4, 2, 8, 8, 96), LayerShape(4, 4, 8, 8, 48))


def test_experts(tmp_path: Path) -> None:
    path = random_model(tmp_path / "m.gguf", "qwen3moe", layers=2, ffn=96)
    assert read_facts(path).layers == (LayerShape(6, 2, 48, 48, 96, experts=8, experts_used=3),) * 2


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"expert_used_count": 9}, "9 of 8 experts are used in layer 0"),
        ({"expert_used_count": 0}, "0 of 8 experts are used in layer 0"),
        ({"expert_count": 6}, "ffn_gate_inp.weight is 8 x 160 and should be 6 x 160"),
        ({"expert_count": None}, "lacks the key qwen3moe.expert_count"),
    ],
)
def test_experts_that_cannot_be(keys: dict[str, Any], said: str, tmp_path: Path) -> None:
    assert said in refused(random_model(tmp_path / "m.gguf", "qwen3moe", layers=1, metadata=keys))


def test_experts_of_other_shapes(tmp_path: Path) -> None:
    def narrowed(tensors: Tensors, _: Parameters) -> None:
        tensors["blk.0.ffn_up_exps.weight"] = tensors["blk.0.ffn_up_exps.weight"][:, :64]

    said = refused(random_model(tmp_path / "m.gguf", "qwen3moe", layers=1, edit=narrowed))
    assert "blk.0.ffn_up_exps.weight is 8 x 64 x 160 and should be 8 x 96 x 160" in said


def refused(path: Path) -> str:
    with pytest.raises(GGUFError) as caught:
        read_facts(path)
    assert str(path) in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("key", [key for key in LLAMA if not key.endswith(("_kv", "head_count"))])
def test_a_missing_key_is_named(tmp_path: Path, key: str) -> None:
    assert key in refused(write(tmp_path / "m.gguf", {**LLAMA, key: None}, llama_tensors()))


@pytest.mark.parametrize("name", [name for name in llama_tensors() if "norm" not in name])
def test_a_lying_shape_is_named(tmp_path: Path, name: str) -> None:
    rows, columns = llama_tensors()[name]
    said = refused(write(tmp_path / "m.gguf", LLAMA, {**llama_tensors(), name: (rows, columns + 32)}))
    assert "contradicts itself" in said
    assert name in said


def test_fused_tensors_have_the_rows_of_what_they_hold(tmp_path: Path) -> None:
    parts = ("attn_q", "attn_k", "attn_v", "ffn_gate", "ffn_up")
    apart = {name: shape for name, shape in llama_tensors().items() if name.split(".")[-2] not in parts}
    fused = {f"blk.{i}.{part}.weight": (rows, 32) for i in (0, 1) for part, rows in (("attn_qkv", 64), ("ffn_up", 192))}
    read_facts(write(tmp_path / "right.gguf", LLAMA, apart | fused))
    for name in fused:
        said = refused(write(tmp_path / "wrong.gguf", LLAMA, {**apart, **fused, name: (96, 32)}))
        assert f"{name} is 96 x 32 and should be {fused[name][0]} x 32" in said
    said = refused(write(tmp_path / "twice.gguf", LLAMA, {**llama_tensors(), "blk.1.ffn_up.weight": (192, 32)}))
    assert "blk.1.ffn_up.weight is 192 x 32 and should be 96 x 32" in said


LIES: dict[str, dict[str, Any]] = {
    "millions of layers": {"llama__block_count": 2**31 - 1},
    "negative layers": {"llama__block_count": -1},
    "no layers": {"llama__block_count": 0},
    "layers as text": {"llama__block_count": "2"},
    "layers as a flag": {"llama__block_count": True},
    "too many layers listed": {"llama__attention__head_count_kv": [2, 2, 2]},
    "no heads": {"llama__attention__head_count": 0},
    "heads that cannot share": {"llama__attention__head_count_kv": 3},
    "more heads than columns": {"llama__attention__head_count": 64, "llama__attention__head_count_kv": 64},
    "another width": {"llama__embedding_length": 64},
    "a fraction": {"llama__feed_forward_length": 96.5},
    "more tokens than rows": {"tokenizer__ggml__tokens": [str(i) for i in range(13)]},
    "an architecture that is no name": {"general__architecture": "ll\nama" * 100},
}


@pytest.mark.parametrize("lie", LIES)
def test_lies_are_told(tmp_path: Path, lie: str) -> None:
    changes = dict(LIES[lie])
    architecture = changes.pop("general__architecture", None)
    path = tmp_path / "m.gguf"
    if architecture:
        write(path, LLAMA, llama_tensors(), architecture)
    else:
        write_llama(path, **changes)
    said = refused(path)
    assert "contradicts itself" in said or "has no attention heads" in said
    assert len(said) < 400 + len(str(path))


NOT_SUPPORTED: dict[str, tuple[str, dict[str, Any], str]] = {
    "a part": ("llama", {"split.count": 3, "split.no": 0}, "one of 3 parts"),
    "a projector": ("clip", {}, "projector"),
    "a newer projector": ("llama", {"general.type": "mmproj"}, "projector"),
    "an adapter": ("llama", {"general.type": "adapter"}, "adapter"),
    "an embedding model": ("bert", {"bert.attention.head_count": 4, "bert.attention.causal": False}, "writes no text"),
    "a model without attention": ("mamba", {"mamba.block_count": 2}, "no attention heads"),
}


@pytest.mark.parametrize("case", NOT_SUPPORTED)
def test_what_is_no_whole_text_model_is_told(tmp_path: Path, case: str) -> None:
    architecture, changes, words = NOT_SUPPORTED[case]
    assert words in refused(write(tmp_path / "m.gguf", {**LLAMA, **changes}, llama_tensors(), architecture))


def test_a_single_part_is_whole(tmp_path: Path) -> None:
    assert read_facts(write(tmp_path / "m.gguf", LLAMA | {"split.count": 1}, llama_tensors())).hidden == 32


def test_no_embedding(tmp_path: Path) -> None:
    shapes = {name: shape for name, shape in llama_tensors().items() if name != "token_embd.weight"}
    assert "token_embd.weight" in refused(write(tmp_path / "m.gguf", LLAMA, shapes))


def test_families_with_their_own_shapes_are_not_judged(tmp_path: Path) -> None:
    changes = {key.replace("llama.", "qwen35."): value for key, value in LLAMA.items()}
    shapes = llama_tensors() | {"blk.0.attn_q.weight": (64, 32)}
    assert read_facts(write(tmp_path / "m.gguf", changes, shapes, "qwen35")).architecture == "qwen35"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=250)
@given(data=st.data())
def test_no_file_raises_anything_but_a_sentence(tmp_path: Path, data: st.DataObject) -> None:
    """A mutated file, through everything that is built from its header."""
    keys = sorted({**LLAMA, **VOCABULARY})
    odd = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**63), 2**63 - 1),
        st.floats(),
        st.text(max_size=20),
        st.lists(st.integers(-5, 20), min_size=1, max_size=14),
        st.lists(st.text(max_size=4), min_size=1, max_size=14),
        st.lists(st.floats(), min_size=1, max_size=14),
    )
    changes = data.draw(st.dictionaries(st.sampled_from(keys), odd, min_size=1, max_size=3))
    model = data.draw(st.sampled_from(["gpt2", "llama", "gemma4"]))
    metadata = {**LLAMA, **VOCABULARY, "tokenizer.ggml.model": model, **changes}
    path = write(tmp_path / "m.gguf", metadata, llama_tensors())
    said = ""
    try:
        facts = read_facts(path)
        vocabulary = Vocabulary.from_facts(facts)
    except GGUFError as error:
        said = str(error)
    if said:
        assert str(path) in said
        return
    template = ChatTemplate.from_facts(facts, vocabulary)
    ids = vocabulary.encode(template.render([Message("user", "Hello <|im_end|> x")]), add_bos=vocabulary.add_bos)
    assert all(0 <= id < len(vocabulary) for id in ids)
    detokenizer = vocabulary.detokenizer(skip_special=False)
    assert isinstance("".join(map(detokenizer.feed, ids)) + detokenizer.flush(), str)
