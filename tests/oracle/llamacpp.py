"""llama.cpp as an oracle: what it says about tokens, templates and probabilities, cached on disk."""

from __future__ import annotations

import hashlib
import http.client
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from platformdirs import user_cache_path

from tests.oracle.answers import Answers
from tests.oracle.divergence import Distribution
from tests.oracle.f32_copy import f32_copy

CACHE = user_cache_path("tandem") / "oracle"
SECONDS_PER_QUESTION = 300


class OracleError(Exception):
    """llama.cpp could not load the file, or died over a question."""


class Oracle:
    """One model behind llama.cpp's server, which starts at the first question that has no cached answer.

    `exact`: weights dequantised to F32, F32 KV cache, no flash attention. Otherwise llama.cpp's defaults; with
    `kv_blocks` over F32 weights a KV cache of q8_0, which llama.cpp reads with flash attention alone.
    Token ids are asked for and given as they are: no beginning-of-text token is added anywhere.
    """

    def __init__(self, model: Path, exact: bool = True, context: int = 1024, kv_blocks: bool = False) -> None:
        self.model, self.exact, self.context, self.kv_blocks = Path(model), exact, context, kv_blocks
        with self.model.open("rb") as file:
            self.digest = hashlib.file_digest(file, "sha256").hexdigest()
        kept = {"kv": "q8_0"} if kv_blocks else {}
        self.answers = Answers(
            CACHE / "answers", model=self.digest, exact=exact, xllamacpp=version("xllamacpp"), **kept
        )
        self._server: subprocess.Popen[str] | None = None
        self._log = tempfile.TemporaryFile("w+", errors="replace")  # noqa: SIM115 (closed in `close`)
        self._address = ("", 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the server. Safe to call twice."""
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            self._server = None
        self._log.close()

    def tokens(self, text: str, parse_special: bool = True) -> list[int]:
        return self.all_tokens([text], parse_special)[0]

    def all_tokens(self, texts: Sequence[str], parse_special: bool = True) -> list[list[int]]:
        """The ids of each text, without beginning- or end-of-text tokens; kept as one answer."""
        settings = {"add_special": False, "parse_special": parse_special}

        def ask() -> list[list[int]]:
            return [self._post("/tokenize", {"content": text, **settings})["tokens"] for text in texts]

        return self.answers.get({"tokens": list(texts), "special": parse_special}, ask)

    def apply_template(self, messages: Sequence[dict[str, str]]) -> str:
        """The prompt that llama.cpp's own template engine makes of a conversation."""
        body = {"messages": list(messages)}
        return self.answers.get(
            {"template": body}, lambda: str(self._post("/apply-template", body)["prompt"])
        )

    def distributions(self, ids: Sequence[int], top: int = 1000, first: int = 0) -> list[Distribution]:
        """After each of `ids[first:]`: the `top` likeliest next tokens with their log-probabilities.

        A plain token is forced as the next one, because an end token or half a character comes back without
        probabilities; those listed are of the raw logits all the same.
        """

        def ask() -> list[list[tuple[int, float]]]:
            forced = {"n_predict": 1, "n_probs": top, "logit_bias": [[self.tokens("a")[0], 1000.0]]}
            answers = [self._complete(ids[:end], forced) for end in range(first + 1, len(ids) + 1)]
            listed = [answer["completion_probabilities"][0]["top_logprobs"] for answer in answers]
            return [[(token["id"], round(token["logprob"], 7)) for token in tokens] for tokens in listed]

        question = {"after": list(ids), "top": top, "first": first}
        return [dict(pairs) for pairs in self.answers.get(question, ask)]

    def greedy(self, ids: Sequence[int], n: int) -> list[int]:
        """The likeliest continuation of `ids`: `n` tokens, or fewer if the model ends; no end token."""

        def ask() -> list[int]:
            answer = self._complete(ids, {"n_predict": n, "return_tokens": True})
            tokens: list[int] = answer["tokens"]
            return tokens[:-1] if answer["stop_type"] == "eos" else tokens

        return self.answers.get({"greedy": list(ids), "n": n}, ask)

    def sampled(self, ids: Sequence[int], settings: dict[str, Any], top: int = 200) -> Distribution:
        """What the token after `ids` is drawn from with these samplers: the `top` likeliest, with probabilities.

        llama.cpp tells no probabilities when it happens to draw half a character, so other draws are tried.
        """

        def ask() -> list[tuple[int, float]]:
            body = {**settings, "n_predict": 1, "n_probs": top, "post_sampling_probs": True}
            answers = (self._complete(ids, {**body, "seed": seed}) for seed in range(20))
            listed = next(filter(None, (answer.get("completion_probabilities") for answer in answers)))
            return [(token["id"], round(token["prob"], 7)) for token in listed[0]["top_probs"]]

        return dict(self.answers.get({"sampled": list(ids), "settings": settings, "top": top}, ask))

    def defaults(self) -> dict[str, Any]:
        """llama.cpp's settings of a completion that asks for none."""

        def ask() -> dict[str, Any]:
            answer = self._post("/completion", {"prompt": self.tokens("a"), "n_predict": 1})
            return dict(answer["generation_settings"])

        return self.answers.get({"defaults": True}, ask)

    def margin(self, ids: Sequence[int]) -> float:
        """By how much, in log-probability, the likeliest token after `ids` leads over the second."""
        second, best = sorted(self.distributions(ids, top=2, first=len(ids) - 1)[0].values())
        return best - second

    def _complete(self, ids: Sequence[int], settings: dict[str, Any]) -> Any:
        plain = {"prompt": list(ids), "temperature": 0, "cache_prompt": True}
        return self._post("/completion", {**plain, **settings})

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        if self._server is None:
            self._server = self._start()
        connection = http.client.HTTPConnection(*self._address, timeout=SECONDS_PER_QUESTION)
        try:
            connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
            response = connection.getresponse()
            answer = json.loads(response.read())
        except OSError as error:
            sentence = f"llama.cpp died over {path} on {self.model.name}: {self._last_words()}"
            raise OracleError(sentence) from error
        finally:
            connection.close()
        if response.status != 200:
            raise OracleError(f"llama.cpp refused {path} on {self.model.name}: {answer}")
        return answer

    def _start(self) -> subprocess.Popen[str]:
        whole = self.exact or self.kv_blocks
        path = f32_copy(self.model, CACHE, self.digest) if whole else self.model
        script = str(Path(__file__).with_name("server.py"))
        command = [sys.executable, script, str(path), "--context", str(self.context)]
        command += ["--kv-blocks"] if self.kv_blocks else ["--exact"] if self.exact else []
        server = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True
        )
        for line in server.stdout or ():
            if line.startswith("listening "):
                _, host, port = line.split()
                self._address = (host, int(port))
                return server
        server.wait()
        raise OracleError(f"llama.cpp could not load {self.model.name}: {self._last_words()}")

    def _last_words(self) -> str:
        self._log.seek(0)
        lines = [line.strip() for line in self._log if line.strip()]
        return " / ".join(lines[-5:]) or "it said nothing"
