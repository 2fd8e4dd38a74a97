"""A loaded model and what can be asked of it. Each request runs to its end before the next one begins."""

from __future__ import annotations

import math
import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import takewhile

from engine import protocol
from engine.crew import Cancelled, Crew
from engine.errors import Told
from engine.gguf.chat_template import ChatTemplate
from engine.gguf.facts import ModelFacts
from engine.gguf.vocabulary import Vocabulary
from engine.jobs import Job, prompt_steps, run
from engine.plan.memory import prefill_chunk
from engine.reply import Reply
from engine.sampling.breakers import Breakers, sequence_breakers
from engine.sampling.check import objection
from engine.sentence import QT_TRANSLATE_NOOP
from engine.steps import Begin, Distributions, Report, Times
from engine.thinking import ThinkingSplitter, begun_text

NO_VOCABULARY = QT_TRANSLATE_NOOP("engine", "{name} has no vocabulary, so it cannot read or write text.")
TOO_LONG = QT_TRANSLATE_NOOP(
    "engine",
    "The conversation has {tokens} tokens, and the context holds {context}. Shorten the question, start a new chat, "
    "or load the model with a longer context.",
)
NOT_READ = QT_TRANSLATE_NOOP("engine", "{name} has no vocabulary. Score token ids instead of a text.")
NO_TOKEN = QT_TRANSLATE_NOOP("engine", "{token} is not a token of this model, which has {tokens}.")
NOTHING = QT_TRANSLATE_NOOP("engine", "There is nothing to score: the text is empty.")
LONG_TEXT = QT_TRANSLATE_NOOP(
    "engine", "The text has {tokens} tokens, and the context holds {context}. Ask for a longer one."
)
EMPTY = QT_TRANSLATE_NOOP("engine", "The prompt is empty. Write something first.")


class RequestError(Told):
    """A request that cannot be met; its text is one plain sentence."""


class Session:
    """One model on its workers. Remembers which tokens the KV cache holds, so that a next turn reuses them."""

    def __init__(
        self,
        crew: Crew,
        facts: ModelFacts,
        vocabulary: Vocabulary | None,
        template: ChatTemplate | None,
        send: Callable[[protocol.Event], None],
    ) -> None:
        self.crew = crew
        self.vocabulary = vocabulary
        self._facts = facts
        self._template = template
        self._send = send
        self._context = crew.plan.context
        self._chunk = prefill_chunk(crew.plan)
        self._cached: list[int] = []
        self._jobs = 0
        self._times: tuple[Times, ...] = ()  # of the last job, by rank, where they are known
        self._known_breakers: tuple[tuple[str, ...], Breakers] | None = None

    @property
    def facts(self) -> ModelFacts:
        return self._facts

    def generate(self, command: protocol.Generate, cancelled: Callable[[], bool]) -> None:
        """Answer. Ends in `Finished`; raises RequestError, or CrewLost."""
        arrived = time.perf_counter()
        if self.vocabulary is None:
            raise RequestError(NO_VOCABULARY.format(name=self._facts.name))
        if refusal := objection(command.sampling, self._facts.vocabulary):
            raise RequestError(refusal)
        tokens, stops, splitter = self._prompt(command, self.vocabulary)
        if len(tokens) >= self._context:
            raise RequestError(TOO_LONG.format(tokens=len(tokens), context=self._context))
        room = self._context - len(tokens)
        wanted = room if command.max_tokens is None else max(1, min(command.max_tokens, room))
        seed = secrets.randbits(63) if command.sampling.seed is None else command.sampling.seed
        start = self._reusable(tokens)
        self._cached = tokens[:start]  # what lies beyond is overwritten from now on, reported or not
        job = self._job(
            tokens[start:],
            start,
            wanted,
            history=tokens[:start],
            sampling=command.sampling,
            seed=seed,
            breakers=self._breakers(command.sampling, self.vocabulary),
        )
        reply = Reply(command.request, self.vocabulary, stops, splitter, arrived, self._send)
        self._send(protocol.PromptProgress(command.request, start, len(tokens), start))
        reason: protocol.StopReason = "length" if wanted < room else "context"
        prompt_seconds = last_seconds = 0.0
        decoded = 0
        try:
            with closing(run(self.crew, job, cancelled)) as reports:
                for report in reports:
                    assert isinstance(report, Report)
                    seconds = report.nanoseconds / 1e9
                    if report.step < job.prompt_steps:
                        done = min(len(tokens), start + (report.step + 1) * self._chunk)
                        self._cached = tokens[:done]
                        prompt_seconds = seconds
                        self._send(protocol.PromptProgress(command.request, done, len(tokens), start))
                    else:
                        self._cached.append(reply.token_ids[-1])
                        decoded += 1
                        last_seconds = seconds - prompt_seconds
                    if report.token >= 0 and (ended := reply.take(report.token)):
                        reason = ended
                        break
        except Cancelled:
            reason = "cancelled"
        self._times = self.crew.times(job.begin.job)
        reply.finish()
        plain = command.prompt is None and self._template is not None and self._template.note
        notes = (plain,) if plain else ()
        self._send(
            protocol.Finished(
                command.request,
                reason,
                protocol.Statistics(
                    prompt_tokens=len(tokens),
                    cached_tokens=start,
                    generated_tokens=len(reply.token_ids),
                    pp_ts=(len(self._cached[: len(tokens)]) - start) / prompt_seconds if prompt_seconds else None,
                    tg_ts=decoded / last_seconds if decoded else None,
                    ttft_s=reply.first_seconds,
                    context_used=len(tokens) + len(reply.token_ids),
                    context=self._context,
                    thinking_s=reply.thinking_seconds,
                ),
                notes,
                self.rank_times() if decoded else (),
            )
        )

    def score(self, command: protocol.Score, cancelled: Callable[[], bool]) -> None:
        """Ends in `Scored`; raises RequestError, Cancelled or CrewLost."""
        tokens = self._scored_tokens(command)
        job = self._job(tokens, 0, 0, top=min(max(1, command.top), self._facts.vocabulary))
        self._cached = []
        surprise, first = 0.0, 0
        with closing(run(self.crew, job, cancelled)) as messages:
            for message in messages:
                if isinstance(message, Distributions):
                    positions = _positions(message, tokens[first + 1 :])
                    self._send(protocol.ScoredPositions(command.request, first, positions))
                    first += len(positions)
                    surprise -= sum(each.next_logprob or 0.0 for each in positions)
        self._cached = tokens
        perplexity = math.exp(surprise / (len(tokens) - 1)) if len(tokens) > 1 else None
        self._send(protocol.Scored(command.request, perplexity))

    def timed(
        self, tokens: Sequence[int], start: int, drawn: int, cancelled: Callable[[], bool]
    ) -> tuple[int, tuple[int, ...]]:
        """Compute random tokens from position `start` on, then draw `drawn` new ones greedily, whatever they are.

        Returns the nanoseconds and the tokens drawn. Raises Cancelled or CrewLost.
        """
        self.forget()
        job = self._job(list(tokens), start, drawn, sampling=protocol.Sampling(temperature=0))
        with closing(run(self.crew, job, cancelled)) as messages:
            reports = [message for message in messages if isinstance(message, Report)]
        self._times = self.crew.times(job.begin.job)
        return reports[-1].nanoseconds, tuple(report.token for report in reports if report.token >= 0)

    def rank_times(self) -> tuple[protocol.RankTimes, ...]:
        """By rank, of a step of the last job; empty where they are not known."""
        return tuple(
            protocol.RankTimes(each.seconds / each.steps, self.crew.summing(rank), each.waited / each.steps)
            for rank, each in enumerate(self._times)
            if each.steps
        )

    def forget(self) -> None:
        """Let no later turn reuse what the KV cache holds."""
        self._cached = []

    def _prompt(
        self, command: protocol.Generate, vocabulary: Vocabulary
    ) -> tuple[list[int], list[str], ThinkingSplitter | None]:
        """The prompt's tokens, what ends the reply, and what tells its thinking apart: raw text is only continued."""
        text, stops, splitter = command.prompt, list(command.stop), None
        if text is None:
            assert self._template is not None
            *before, last = command.messages or (None,)
            begun = last if last is not None and last.role == "assistant" else None
            text = self._template.render(before if begun is not None else command.messages)
            stops += self._template.stop
            splitter = ThinkingSplitter(text)
            if begun is not None:
                source = str(self._facts.metadata.get("tokenizer.chat_template", ""))
                told = begun_text(text, source, begun.content, begun.thinking)
                splitter.resume(told)
                text += told
        tokens = vocabulary.encode(text, parse_special=True, add_bos=vocabulary.add_bos)
        if not tokens:
            raise RequestError(EMPTY)
        return tokens, stops, splitter

    def _breakers(self, sampling: protocol.Sampling, vocabulary: Vocabulary) -> Breakers:
        """DRY's sequence breakers as tokens; the latest are kept, since finding them takes the whole vocabulary."""
        if sampling.dry_multiplier <= 0:
            return {}
        texts = sampling.dry_sequence_breakers
        if self._known_breakers is None or self._known_breakers[0] != texts:
            self._known_breakers = texts, sequence_breakers(vocabulary, texts)
        return self._known_breakers[1]

    def _scored_tokens(self, command: protocol.Score) -> list[int]:
        if command.tokens is not None:
            tokens = list(command.tokens)
        elif self.vocabulary is None:
            raise RequestError(NOT_READ.format(name=self._facts.name))
        else:
            tokens = self.vocabulary.encode(
                command.text or "", parse_special=True, add_bos=self.vocabulary.add_bos
            )
        wrong = next((token for token in tokens if not 0 <= token < self._facts.vocabulary), None)
        if wrong is not None:
            raise RequestError(NO_TOKEN.format(token=str(wrong), tokens=self._facts.vocabulary))
        if not tokens:
            raise RequestError(NOTHING)
        if len(tokens) > self._context:
            raise RequestError(LONG_TEXT.format(tokens=len(tokens), context=self._context))
        return tokens

    def _reusable(self, tokens: list[int]) -> int:
        """How many leading tokens the cache holds already; the last one is always computed, for its logits."""
        same = takewhile(lambda pair: pair[0] == pair[1], zip(self._cached, tokens[:-1], strict=False))
        return sum(1 for _ in same)

    def _job(
        self,
        tokens: list[int],
        start: int,
        drawn: int,
        *,
        history: Sequence[int] = (),
        sampling: protocol.Sampling | None = None,
        seed: int = 0,
        breakers: Breakers | None = None,
        top: int = 0,
    ) -> Job:
        """Tokens that enter the cache at `start`, and after them `drawn` new ones."""
        self._jobs += 1
        begin = Begin(
            job=self._jobs,
            start=start,
            tokens=tuple(tokens),
            chunk=self._chunk,
            sampling=sampling or protocol.Sampling(),
            seed=seed,
            history=tuple(history),
            breakers=breakers or {},
            top=top,
        )
        return Job(begin, prompt_steps(len(tokens), self._chunk) + max(0, drawn - 1))


def _positions(message: Distributions, following: list[int]) -> tuple[protocol.Position, ...]:
    """Logits to log-probabilities; `following` are the tokens after the first of these positions."""
    positions = []
    for row, total in enumerate(message.logsumexp):
        after = following[row] if row < len(following) else None
        positions.append(
            protocol.Position(
                ids=message.ids[row],
                logprobs=tuple(logit - total for logit in message.logits[row]),
                logsumexp=total,
                next=after,
                next_logprob=None if after is None else message.next_logit[row] - total,
            )
        )
    return tuple(positions)
