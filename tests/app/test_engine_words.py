"""What the engine says in the window, of files, devices, settings and measurements, is said in German there."""

from __future__ import annotations

import logging
import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.language import said
from app.library.read_facts import FactsReader
from app.library.scan import Candidate, entry_of
from app.widgets.banner import Banner
from engine import protocol
from engine.bench.busy import AFTERWARDS, NOW, sentence
from engine.bench.times import times_note
from engine.child import SILENT
from engine.compare.verdict import answers
from engine.errors import Told, words_of
from engine.gguf.chat_template import ChatTemplate
from engine.gguf.facts import read_facts
from engine.gguf.vocabulary import Vocabulary
from engine.kernels.triton.usable import why_plain
from engine.link import STOPPED
from engine.plan.build import PlanError, plan
from engine.sampling.check import objection
from engine.sentence import Sentence
from tests.app.conftest import Desk
from tests.app.screens.tongues import set_tongue
from tests.app.test_translations import messages
from tests.engine.compare.test_verdict import block
from tests.engine.conftest import Talk
from tests.engine.gguf.files import write_llama
from tests.engine.gguf.parts import write_parts
from tests.engine.plan.models import cards, cpus, smollm2
from tests.engine.test_refusals import (
    empty,
    lies_about_keys,
    lies_about_tensors,
    missing,
    not_gguf,
    truncated,
    unknown_family,
)
from tests.random_model import random_model

ENGLISH = re.compile(
    r"(?<![-\w])(the|is|are|of|and|it|its|with|has|have|not|again|be|must|or|there|no|this|for|by)(?![-\w])", re.I
)


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    set_tongue(qapp, "de")
    yield
    set_tongue(qapp, "en")


@pytest.fixture(scope="module")
def known() -> set[tuple[str, str]]:
    """The texts that German has."""
    return {(context, source) for context, source, _, finished in messages("de") if finished}


@pytest.fixture(scope="module")
def engine() -> Iterator[Talk]:
    made = Talk()
    yield made
    made.engine.close()


def parts(text: object) -> Iterator[object]:
    """A sentence, and what stands in its places."""
    yield text
    for value in text.values.values() if isinstance(text, Sentence) else ():
        for each in value if isinstance(value, tuple) else (value,):
            yield from parts(each)


def check(text: str | None, known: set[tuple[str, str]], *names: object) -> str:
    """That all of it is known in German, and what is said then; `names` are no words."""
    assert isinstance(text, Sentence), f"no template: {text!r}"
    for part in parts(text):
        if isinstance(part, Sentence):
            assert (part.context, part.template) in known, part.template
    return check_words(said(text), *names)


def check_words(told: str, *names: object) -> str:
    bare = told
    for name in names:
        bare = bare.replace(str(name), "")
    assert not ENGLISH.search(bare), told
    return told


def twice(folder: Path) -> Path:
    """A key twice."""
    path = folder / "twice.gguf"
    key = struct.pack("<Q", 1) + b"k" + struct.pack("<IB", 7, 1)
    path.write_bytes(b"GGUF" + struct.pack("<IQQ", 3, 0, 2) + key * 2)
    return path


def no_model(folder: Path) -> Path:
    return write_llama(folder / "mmproj.gguf", general__type="mmproj")


def contradiction(folder: Path) -> Path:
    return write_llama(folder / "heads.gguf", llama__attention__head_count_kv=3)


def lacks_a_part(folder: Path) -> Path:
    first, *_, last = write_parts(write_llama(folder / "Whole.gguf"), 3)
    last.unlink()
    return first


def strange_part(folder: Path) -> Path:
    (folder / "other").mkdir()
    first, second, *_ = write_parts(write_llama(folder / "Whole.gguf"), 3)
    second.write_bytes(first.read_bytes())
    return first


FILES = (truncated, empty, not_gguf, missing, lies_about_tensors, lies_about_keys, twice, no_model, contradiction,
         lacks_a_part, strange_part)  # fmt: skip


@pytest.mark.parametrize("make", FILES)
def test_a_file_that_cannot_be_used(
    make: Callable[[Path], Path], german: None, known: set[tuple[str, str]], qtbot: QtBot, tmp_path: Path
) -> None:
    path = make(tmp_path)
    with pytest.raises(Told) as raised:
        read_facts(path)
    check(words_of(raised.value), known, tmp_path)
    assert tmp_path.name not in check_words(entry_of(Candidate(str(path)), {}).problem)
    reader = FactsReader()
    with qtbot.waitSignal(reader.failed) as failed:
        reader.read(str(path))
    assert check(failed.args[1], known, tmp_path) == said(words_of(raised.value))


def test_the_row_of_a_damaged_file_does_not_repeat_its_name(german: None, tmp_path: Path) -> None:
    assert entry_of(Candidate(str(empty(tmp_path))), {}).problem == "Die Datei ist leer; erneut herunterladen."


def test_the_window_says_it_in_german_and_the_log_in_english(
    desk: Desk, german: None, qtbot: QtBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def notices() -> set[str]:
        return {banner.sentence.text() for banner in desk.window.findChildren(Banner)}

    nothing = empty(tmp_path)
    with caplog.at_level(logging.INFO, "tandem"):
        desk.models.library.pick(str(nothing))
        qtbot.waitUntil(lambda: f"{nothing} ist leer; erneut herunterladen." in notices())
        assert f"not opened: {nothing} is empty; download it again." in caplog.text
        desk.engine.die(STOPPED.format(cause=SILENT))
        dead = "Die Engine endete unerwartet (keine Antwort mehr), daher ist kein Modell mehr geladen. Erneut laden."
        qtbot.waitUntil(lambda: dead in notices())
    assert "engine lost: The engine stopped unexpectedly (it no longer answers), so" in caplog.text


def refused(folder: Path) -> Iterator[protocol.Command]:
    nothing = protocol.Load(1, str(folder / "nothing.gguf"), "none", ("cpu",))
    yield protocol.Generate(1, prompt="Hello")
    yield replace(nothing, model=str(truncated(folder)))
    yield replace(nothing, model=str(unknown_family(folder)))
    yield replace(nothing, model=str(lacks_a_part(folder)))
    yield replace(nothing, model=str(random_model(folder / "good.gguf", "llama")), devices=("cuda:99",))
    yield replace(nothing, model=str(folder / "good.gguf"), context=400_000_000)
    yield replace(nothing, model=str(folder / "good.gguf"), shares=(1, 2))
    yield protocol.Compare(1, nothing, ("none",), protocol.Bench(1))
    yield protocol.Compare(1, nothing, ("none", "tensor"), protocol.Bench(1), loads=0)


def test_what_the_engine_refuses(engine: Talk, german: None, known: set[tuple[str, str]], tmp_path: Path) -> None:
    for command in refused(tmp_path):
        check(engine.ask(command, protocol.Failed).sentence, known, tmp_path)


def test_what_a_loaded_model_refuses_and_its_loss(
    engine: Talk, german: None, known: set[tuple[str, str]], tmp_path: Path
) -> None:
    loaded = engine.load(random_model(tmp_path / "good.gguf", "llama", context=64), "layer", 2)
    assert isinstance(loaded, protocol.Loaded)
    for note in (*loaded.notes, *loaded.plan.notes):
        check(note, known, tmp_path)
    for command in (
        protocol.Generate(1, prompt="Hello", sampling=protocol.Sampling(temperature=-2.5)),
        protocol.Generate(1, prompt=""),
        protocol.Generate(1, prompt="no " * 500),
        protocol.Bench(1, 0, 0),
        protocol.Bench(1, 512, 0),
    ):
        check(engine.ask(command, protocol.Failed).sentence, known)
    engine.workers()[0].kill()
    lost = engine.wait(protocol.ModelLost)
    assert "SIGKILL" in check(lost.sentence, known)


@pytest.mark.parametrize(
    ("sampling", "told"),
    [
        (protocol.Sampling(temperature=-2.5), "Die Sampler-Einstellung temperature muss eine Zahl von 0 bis 100 sein, "
                                              "nicht -2,5."),
        (protocol.Sampling(top_k=-1), "Die Sampler-Einstellung top_k muss eine ganze Zahl ab 0 sein, nicht -1."),
        (protocol.Sampling(top_n_sigma=float("nan")), "Die Sampler-Einstellung top_n_sigma muss eine Zahl sein, "
                                                      "nicht nan."),
        (protocol.Sampling(logit_bias=((99_999, 1.0),)), "Ein Logit-Bias gilt dem Token 99999, und dieses Modell hat "
                                                         "die Token 0 bis 31.999."),
    ],
)  # fmt: skip
def test_a_setting_that_is_refused(
    sampling: protocol.Sampling, told: str, german: None, known: set[tuple[str, str]]
) -> None:
    assert check(objection(sampling, 32_000), known) == told


def test_a_card_without_kernels(desk: Desk, german: None, known: set[tuple[str, str]], qtbot: QtBot) -> None:
    desk.window.show_page("hardware")
    [card] = cards(1)
    why = why_plain(replace(card, name="Tesla M60", capability="5.2"), None)
    told = check(why, known)
    desk.engine.say(protocol.Devices((replace(card, quantised=False, why_plain=why),), (why,)))

    def shown() -> int:
        return sum(label.text() == told for label in desk.window.findChildren(QLabel))

    qtbot.waitUntil(lambda: shown() == 2)  # below its name, and as a note
    assert "Compute Capability 5.2" in told


def test_what_a_comparison_says(german: None, known: set[tuple[str, str]]) -> None:
    long = tuple(range(64))
    differing = [block("none", long), block("layer", long[:9]), block("tensor", long[:5])]
    assert check(answers(differing), known).startswith(
        "Ohne und Layer unterscheiden sich ab Token 10 und Ohne und Tensor unterscheiden sich ab Token 6: "
    )
    for tense in (NOW, AFTERWARDS):
        for used in ({"python3": 0.98}, {"a": 0.9, "b": 0.8, "c": 0.8}):
            check(tense.end.format(told=sentence(used, tense)), known)
        check(tense.end.format(told=tense.on_card.format(card="RTX 4090", name="blender", percent=98)), known)
    ranks = [protocol.RankTimes(0.0123, 0.001, 0.002)] * 2
    for sums in ((0, 0.0), (48, 2e-5)):
        [note] = times_note("tg128", ranks, sums)
        assert "12,30 ms" in check(note, known)


def test_why_answers_may_be_worse(german: None, known: set[tuple[str, str]], tmp_path: Path) -> None:
    for template in (None, "{% if %}", "{{ raise_exception('x') }}", "{{ 'a' * 99999999 }}"):
        path = write_llama(tmp_path / "m.gguf", tokenizer__chat_template=template, tokenizer__ggml__pre="strange")
        facts = read_facts(path)
        vocabulary = Vocabulary.from_facts(facts)
        made = ChatTemplate.from_facts(facts, vocabulary)
        made.render([protocol.Message("user", "Hi")])
        if template != "{% if %}":  # Jinja's own words stay
            check(made.note, known, tmp_path)
        for note in vocabulary.notes:
            check(note, known)


@pytest.mark.parametrize(
    "wrong", [{"shares": (1,)}, {"shares": (0, 0)}, {"context": 0}, {"stages": 3}, {"stages": 0}, {"kv_type": "q3"}]
)
def test_a_plan_that_cannot_be(wrong: dict[str, Any], german: None, known: set[tuple[str, str]]) -> None:
    with pytest.raises(PlanError) as raised:
        plan(smollm2(), cpus(2), "tensor", **wrong)
    check(words_of(raised.value), known)
