"""A conversation as the text that a model was trained to continue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from typing import Any

from jinja2 import Template, TemplateError
from jinja2.exceptions import SecurityError

from engine.errors import words_of
from engine.gguf.facts import ModelFacts
from engine.gguf.header import printable
from engine.gguf.sandbox import Sandbox
from engine.gguf.vocabulary import Vocabulary
from engine.protocol import Message
from engine.sentence import QT_TRANSLATE_NOOP, Sentence

NO_TEMPLATE = QT_TRANSLATE_NOOP(
    "engine",
    "{path} has no chat template, so it may not be a chat model; a plain format is used, and answers may be worse.",
)
BROKEN = QT_TRANSLATE_NOOP(
    "engine",
    "{path} has a broken chat template ({why}); a plain format is used, and answers may be worse.",
)
FAILS = QT_TRANSLATE_NOOP(
    "engine",
    "{path} has a chat template that fails for this conversation ({why}); a plain format is used, and answers may be "
    "worse.",
)

PLAIN_STOP = ("\nUser:",)
PROBE = "probe5318"  # whether a template lets through what is said
PLAIN = {"user": "User: {}\n", "assistant": "Assistant: {}\n", "system": "{}\n\n"}


class ChatTemplate:
    """Made by `ChatTemplate.from_facts`.

    note: why the plain format is in use, as a sentence; None while the model's own template is.
    stop: texts that end a reply besides the vocabulary's `end_ids`; only the plain format needs any.
    Both speak of the latest rendering, and before the first of what is known of the template.
    """

    def __init__(self, source: str | None, path: str, bos: str, eos: str, *, strip_bos: bool) -> None:
        self._path = path
        self._tokens = {"bos_token": bos, "eos_token": eos}
        self._strip = bos if strip_bos else ""
        self._sandbox = Sandbox()
        self._template: Template | None = None
        self.note: str | None = None
        self.stop: tuple[str, ...] = ()
        if source is None:
            self._use_plain(NO_TEMPLATE)
            return
        try:
            self._template = self._sandbox.compiled(source)
        except Exception as error:  # a stranger's template can raise anything
            self._use_plain(BROKEN, error)

    @classmethod
    def from_facts(cls, facts: ModelFacts, vocabulary: Vocabulary) -> ChatTemplate:
        """The template in the metadata of `facts`; the plain format if there is none. Raises nothing."""
        source = facts.metadata.get("tokenizer.chat_template")
        bos, eos = (
            "" if id is None else vocabulary.token_text(id) for id in (vocabulary.bos_id, vocabulary.eos_id)
        )
        source = source if isinstance(source, str) and source.strip() else None
        return cls(source, facts.path, bos, eos, strip_bos=vocabulary.add_bos)

    def render(self, messages: Sequence[Message]) -> str:
        """The text that ends where the model's reply begins.

        Tokenise it with `vocabulary.encode(text, add_bos=vocabulary.add_bos)`: where that puts the BOS token in
        front, the template's own is left out here, so that there is exactly one.

        A template may refuse a conversation, say for its system message. Then one with the system message moved
        into the first user message, and messages of one role joined, is tried; last comes the plain format.
        """
        if self._template is None:
            return _plain(messages)
        for attempt in (list(messages), _simplified(messages)):
            try:
                text = self._run(self._template, attempt)
            except Exception as error:  # see above
                self._use_plain(FAILS, error)
                if isinstance(error, SecurityError):
                    break
            else:
                self.note, self.stop = None, ()
                return text.removeprefix(self._strip)
        return _plain(messages)

    def _run(self, template: Template, messages: Sequence[Message]) -> str:
        return self._filled(template, messages, typed=self._typed)

    @cached_property
    def _typed(self) -> bool:
        """Whether the template wants contents as lists of typed parts, and would leave plain text out unsaid.

        Those of models that also take images may. Found out by trying, as llama.cpp does. Raises SecurityError.
        """
        assert self._template is not None
        probe = [Message("user", PROBE)]
        try:
            if PROBE in self._filled(self._template, probe, typed=False):
                return False
        except SecurityError:
            raise
        except Exception:  # over a plain text: it may know parts only
            pass
        try:
            return PROBE in self._filled(self._template, probe, typed=True)
        except Exception:
            return False

    def _filled(self, template: Template, messages: Sequence[Message], *, typed: bool) -> str:
        variables = {
            "messages": [_fields(m, typed) for m in messages],
            "add_generation_prompt": True,
            "tools": None,
            "documents": None,
            **self._tokens,
        }
        return self._sandbox.run(template, variables)

    def _use_plain(self, told: Sentence, error: Exception | None = None) -> None:
        self.note = told.format(path=self._path, why=_why(error) if error is not None else "")
        self.stop = PLAIN_STOP


def _fields(message: Message, typed: bool) -> dict[str, Any]:
    """Under the names that templates read. Those that know no thinking apart get an answer without it."""
    thinking = {"reasoning_content": message.thinking} if message.thinking else {}
    content = [{"type": "text", "text": message.content}] if typed else message.content
    return {"role": message.role, "content": content, **thinking}


def _why(error: Exception) -> str:
    said = words_of(error) if isinstance(error, TemplateError) else type(error).__name__
    return said if isinstance(said, Sentence) else printable(said, 200)


def _plain(messages: Sequence[Message]) -> str:
    return "".join(PLAIN[m.role].format(m.content) for m in messages) + "Assistant:"


def _simplified(messages: Sequence[Message]) -> list[Message]:
    """The same conversation for a strict template: no system message, roles in turn."""
    turns = [replace(m, role="user") if m.role == "system" else m for m in messages]
    joined = [list(group) for _, group in groupby(turns, key=lambda m: m.role)]
    return [replace(group[0], content="\n".join(m.content for m in group)) for group in joined]
