"""Chat templates: the model's own, the plain format where it fails, and an end to every hostile one."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.gguf.chat_template import ChatTemplate
from engine.gguf.facts import ModelFacts, read_facts
from engine.gguf.vocabulary import Vocabulary
from engine.protocol import Message
from tests.engine.gguf.files import write_llama

HELLO = (Message("user", "Hello"),)
LONG = (Message("system", "Be brief."), Message("user", "Hi"), Message("assistant", "Yes?"), Message("user", "Why?"))
PLAIN_LONG = "Be brief.\n\nUser: Hi\nAssistant: Yes?\nUser: Why?\nAssistant:"

STRICT = """{{ bos_token }}{% for m in messages -%}
    {% if (m.role == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('roles must alternate') }}{% endif %}
    {%- if m.role == 'user' %}{{ '[INST] ' + m.content + ' [/INST]' }}{% else %}{{ m.content + eos_token }}{% endif %}
{%- endfor %}"""


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> ModelFacts:
    return read_facts(write_llama(tmp_path_factory.mktemp("model") / "m.gguf"))


def template(facts: ModelFacts, source: object) -> ChatTemplate:
    metadata = {**facts.metadata, "tokenizer.chat_template": source}
    return ChatTemplate.from_facts(dataclasses.replace(facts, metadata=metadata), Vocabulary.from_facts(facts))


def test_starter_model(starter_model: Path) -> None:
    facts = read_facts(starter_model)
    own = ChatTemplate.from_facts(facts, Vocabulary.from_facts(facts))
    assert own.render(LONG) == (
        "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n"
        "<|im_start|>assistant\nYes?<|im_end|>\n<|im_start|>user\nWhy?<|im_end|>\n<|im_start|>assistant\n"
    )
    assert own.render(HELLO).startswith("<|im_start|>system\nYou are a helpful AI assistant named SmolLM")
    assert (own.note, own.stop) == (None, ())


@pytest.mark.parametrize("source", [None, "", "  ", 7])
def test_no_template(facts: ModelFacts, source: object) -> None:
    plain = template(facts, source)
    assert plain.note is not None
    assert facts.path in plain.note
    assert plain.render(LONG) == PLAIN_LONG
    assert plain.stop == ("\nUser:",)


@pytest.mark.parametrize("source", ["{% if %}", "{{ unclosed", "{% nonsense %}", "{{" + "(" * 9999, "x" * 300_000])
def test_a_broken_template_is_told_before_the_first_message(facts: ModelFacts, source: str) -> None:
    broken = template(facts, source)
    assert broken.note is not None
    assert facts.path in broken.note
    assert "\n" not in broken.note
    assert broken.render(LONG) == PLAIN_LONG


@given(contents=st.lists(st.text(), min_size=1, max_size=5))
@settings(deadline=None)
def test_what_people_write_is_only_text(facts: ModelFacts, contents: list[str]) -> None:
    """Neither a template nor the plain format reads what stands in a message."""
    messages = [Message("user", content) for content in contents]
    own = template(facts, "{% for m in messages %}[{{ m.content }}]{% endfor %}")
    assert own.render(messages) == "".join(f"[{content}]" for content in contents)
    plain = template(facts, None)
    assert plain.render(messages) == "".join(f"User: {content}\n" for content in contents) + "Assistant:"


def test_a_strict_template_gets_a_conversation_that_it_takes(facts: ModelFacts) -> None:
    strict = template(facts, STRICT)
    assert strict.render(LONG) == "<|im_start|>[INST] Be brief.\nHi [/INST]Yes?<|im_end|>[INST] Why? [/INST]"
    assert strict.note is None
    twice = (Message("user", "One"), Message("user", "Two"))
    assert strict.render(twice) == "<|im_start|>[INST] One\nTwo [/INST]"


def test_a_template_may_fail_for_one_conversation(facts: ModelFacts) -> None:
    strict = template(facts, STRICT)
    assert strict.render((Message("assistant", "I begin."), Message("user", "No."))).endswith("User: No.\nAssistant:")
    assert strict.note is not None
    assert "roles must alternate" in strict.note
    assert strict.stop == ("\nUser:",)
    strict.render(HELLO)
    assert not strict.note
    assert not strict.stop


def test_what_was_thought_is_there_for_templates_that_ask(facts: ModelFacts) -> None:
    own = template(
        facts,
        "{% for m in messages %}{% if m.reasoning_content is string %}({{ m.reasoning_content }}){% endif %}"
        "{{ m.content.split('</think>')[-1] }};{% endfor %}",
    )
    turns = (Message("user", "Hi"), Message("assistant", "Yes?", "Who is it?"), Message("user", "Me"))
    assert own.render(turns) == "Hi;(Who is it?)Yes?;Me;"
    assert own.render((Message("assistant", "Yes?"),)) == "Yes?;"
    assert template(facts, None).render(turns) == "User: Hi\nAssistant: Yes?\nUser: Me\nAssistant:"


PARTS = """{% for m in messages %}{{ m.role + ': ' }}
{%- for part in m.content %}{% if part.type == 'text' %}{{ part.text }}{% endif %}{% endfor %}{{ '\n' }}
{%- endfor %}"""


NO_TEXT = "{% if messages[0].content is string %}{{ raise_exception('parts, please') }}{% endif %}"


@pytest.mark.parametrize("source", [PARTS, NO_TEXT + PARTS])
def test_a_template_that_reads_parts_alone_gets_parts(facts: ModelFacts, source: str) -> None:
    own = template(facts, source)
    assert own.render(LONG) == "system: Be brief.\nuser: Hi\nassistant: Yes?\nuser: Why?\n"
    assert own.note is None


def test_one_beginning_of_text(facts: ModelFacts) -> None:
    metadata = {**facts.metadata, "tokenizer.chat_template": STRICT, "tokenizer.ggml.add_bos_token": True}
    adding = dataclasses.replace(facts, metadata=metadata)
    for each in (facts, adding):
        vocabulary = Vocabulary.from_facts(each)
        each = dataclasses.replace(each, metadata={**each.metadata, "tokenizer.chat_template": STRICT})
        text = ChatTemplate.from_facts(each, vocabulary).render(HELLO)
        assert vocabulary.encode(text, add_bos=vocabulary.add_bos).count(vocabulary.bos_id or 0) == 1


def test_what_templates_may_use(facts: ModelFacts) -> None:
    assert template(facts, "{{ messages | tojson }}").render(HELLO) == '[{"role": "user", "content": "Hello"}]'
    assert template(facts, "{{ {'a': 'é'} | tojson(indent=2) }}").render(HELLO) == '{\n  "a": "é"\n}'
    assert template(facts, "{{ strftime_now('%Y') }}").render(HELLO) == str(time.localtime().tm_year)
    assert (
        template(facts, "{% for i in [1, 2, 3] %}{% if i == 2 %}{% break %}{% endif %}{{ i }}{% endfor %}").render(
            HELLO
        )
        == "1"
    )
    assert template(facts, "{% generation %}{{ messages[0].content }}{% endgeneration %}").render(HELLO) == "Hello"
    loop = "{% for m in messages %}{{ loop.index }}/{{ loop.length }}{{ loop.last }} {% endfor %}"
    assert template(facts, loop).render(LONG) == "1/4False 2/4False 3/4False 4/4True "
    assert template(facts, "{{ '%s and %d' | format('a', 2) }} {{ '{:>4}'.format(7) }}").render(HELLO) == "a and 2    7"
    assert template(facts, "{% if tools %}x{% endif %}{{ tools is none }}").render(HELLO) == "True"


grow = "{{% set ns = namespace(s='aaaaaaaa') %}}{{% for i in range(60) %}}{}{{% endfor %}}{{{{ ns.s }}}}"
HOSTILE = [
    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "{% for i in range(99999) %}{% for j in range(99999) %}xxxxxxxx{% endfor %}{% endfor %}",
    "{% macro f(n) %}{% if n %}{{ f(n-1) }}{{ f(n-1) }}{% endif %}{% endmacro %}{{ f(60) }}",
    "{% macro f(n) %}{{ f(n + 1) }}{% endmacro %}{{ f(1) }}",
    "{% for x in [1] recursive %}{{ loop([1]) }}{{ loop([1]) }}{% endfor %}",
    grow.format("{% set ns.s = ns.s ~ ns.s %}"),
    grow.format("{% set ns.s = ns.s + ns.s %}"),
    grow.format("{% set x %}{{ ns.s }}{{ ns.s }}{% endset %}{% set ns.s = x %}"),
    "{{ 10**10**10 }}",
    "{{ 9999999**9999999 }}",
    "{{ 'a' * 10**9 }}",
    "{{ [1] * 10**8 * 10 }}",
    "{{ 'a' | center(10**9) }}",
    "{{ 'a'.ljust(10**9) }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ '%*d' % (10**9, 1) }}",
    "{{ '%1000000000d' | format(1) }}",
    "{{ '{:>1000000000}'.format(1) }}",
    "{{ '{:>{}}'.format(1, 10**9) }}",
    "{{ [1] | slice(10**7) | list }}",
    "{{ range(10**9) | list }}",
    "{{ lipsum(n=10**6) }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ messages.append(1) }}",
    "{{ cycler.__init__.__globals__ }}",
    "{% include '/etc/passwd' %}",
]


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_templates_end(facts: ModelFacts, source: str) -> None:
    started = time.monotonic()
    hostile = template(facts, source)
    assert hostile.render(LONG) == PLAIN_LONG
    assert hostile.note is not None
    assert time.monotonic() - started < 5


@given(parts=st.lists(st.sampled_from([
    "{{", "}}", "{%", "%}", "for", "m", "in", "messages", "if", "endif", "endfor", "set", "=", "|", "trim", ".",
    "content", "(", ")", "[", "]", "'", "~", "+", "0", "loop", "macro", "endmacro", "-", "{#", "\n", " ",
]), max_size=25))  # fmt: skip
@settings(deadline=None, max_examples=300)
def test_no_template_raises(facts: ModelFacts, parts: Sequence[str]) -> None:
    any_template = template(facts, " ".join(parts))
    assert isinstance(any_template.render(LONG), str)
