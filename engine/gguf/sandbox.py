"""Jinja for templates from strangers: what Hugging Face's chat templates may use, within limits.

Jinja's own sandbox keeps a template from reaching the program. Here it also stops one that loops for ever, or
doubles a text until memory is full. It is no prison: the process that renders should be one that may die.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import wraps
from math import prod
from typing import Any, NoReturn

from jinja2 import Template, TemplateError, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from engine.sentence import QT_TRANSLATE_NOOP, Size

SECONDS = 2.0
LARGEST = 10_000_000  # characters or items
LARGEST_ARGUMENT = 100_000  # whole numbers that say how long, how often; Jinja's own limit for range()
WIDTH = re.compile(r"\d{5}|%[-+ #0]*\*")  # in a format, a width of five digits, or one given from outside
SOURCE = 256 << 10  # characters of a template; the longest known have 30 thousand

SIZED = (str, bytes, list, tuple, dict)
TOO_LARGE = QT_TRANSLATE_NOOP("engine", "it makes something too large")
TOO_LONG = QT_TRANSLATE_NOOP("engine", "it is too long")
TOO_SLOW = QT_TRANSLATE_NOOP("engine", "it takes longer than {seconds} seconds")
TOO_WIDE = QT_TRANSLATE_NOOP("engine", "it formats something too wide")


class Generation(Extension):
    """{% generation %}: marks what a model was trained on; here only its body matters."""

    tags = {"generation"}  # noqa: RUF012  (Jinja's own form)

    def parse(self, parser: Parser) -> list[nodes.Node]:
        next(parser.stream)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)


class MeasuredCode(CodeGenerator):
    """The one way to build a text that Jinja does not let an environment intercept: a ~ b."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        self.write("environment.measured(")
        super().visit_Concat(node, frame)
        self.write(")")


class Sandbox(ImmutableSandboxedEnvironment):
    """A template that goes too far ends in `SecurityError`. Renders one template at a time."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})
    code_generator_class = MeasuredCode

    def __init__(self) -> None:
        # Not optimised: that would compute constant expressions while compiling, unmeasured.
        extensions = ["jinja2.ext.loopcontrols", Generation]
        super().__init__(trim_blocks=True, lstrip_blocks=True, optimized=False, extensions=extensions)
        del self.globals["lipsum"]
        self.globals |= {"raise_exception": _raise, "strftime_now": _now}
        self.filters |= {"tojson": _tojson, "format": self._format}
        self.filters = {name: self._guarded(filter) for name, filter in self.filters.items()}
        self.filters["_turns"] = self._turns
        self._deadline = 0.0

    def compiled(self, source: str) -> Template:
        """Raises whatever a stranger's template can raise; so does `run`."""
        if len(source) > SOURCE:
            raise SecurityError(TOO_LONG)
        return self.from_string(source)

    def run(self, template: Template, variables: dict[str, Any]) -> str:
        """The text that the template makes."""
        self._deadline = time.monotonic() + SECONDS
        return template.render(variables)

    def measured(self, value: Any) -> Any:
        if time.monotonic() > self._deadline:
            raise SecurityError(TOO_SLOW.format(seconds=Size(f"{SECONDS:g}")))
        if isinstance(value, SIZED) and len(value) > LARGEST:
            raise SecurityError(TOO_LARGE)
        return value

    def concat(self, parts: Iterable[str]) -> str:
        found = []
        total = 0
        for part in parts:
            total += len(self.measured(part))
            if total > LARGEST:
                raise SecurityError(TOO_LARGE)
            found.append(part)
        return "".join(found)

    def call(self, context: Context, function: Any, /, *args: Any, **named: Any) -> Any:
        self._check_arguments(*args, *named.values())
        return self.measured(super().call(context, function, *args, **named))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        sizes = _size(left), _size(right)
        if (operator == "*" and prod(sizes) > LARGEST) or (operator == "**" and max(sizes) > 64):
            raise SecurityError(TOO_LARGE)
        if operator == "%" and isinstance(left, str):
            self._check_widths(left)
        return self.measured(super().call_binop(context, operator, left, right))

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        wrapped = super().wrap_str_format(value)
        if wrapped is not None:
            self._check_widths(value.__self__)
        return wrapped

    def _format(self, text: str, *args: Any, **named: Any) -> Any:
        self._check_widths(text)
        return text % (named or args)

    def _check_widths(self, text: str) -> None:
        if WIDTH.search(text):
            raise SecurityError(TOO_WIDE)

    def _check_arguments(self, *arguments: Any) -> None:
        for argument in arguments:
            if isinstance(argument, int) and abs(argument) > LARGEST_ARGUMENT:
                raise SecurityError(TOO_LARGE)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        for loop in template.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, "_turns", [], [], None, None, lineno=loop.lineno)
        return template

    def _turns(self, items: Iterable[Any]) -> Iterator[Any]:
        for item in items:
            self.measured(item)
            yield item

    def _guarded(self, filter: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(filter)  # carries Jinja's marks over, too
        def guarded(*args: Any, **named: Any) -> Any:
            self._check_arguments(*args[1:], *named.values())
            return self.measured(filter(*args, **named))

        return guarded


def _size(value: Any) -> int:
    if isinstance(value, int):
        return abs(value)
    return len(value) if isinstance(value, SIZED) else 0


def _raise(message: str) -> NoReturn:
    raise TemplateError(message)


def _now(format: str) -> str:
    return datetime.now().strftime(format)


def _tojson(value: Any, ensure_ascii: bool = False, **options: Any) -> str:
    return json.dumps(value, ensure_ascii=ensure_ascii, **options)
