"""Downloads from a hub that drops, lies and refuses: what comes in is right, or does not look like a model."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from app.download import fetch as fetching
from app.download.fetch import fetch
from app.download.hub import look_up
from app.download.messages import Fetch, Progress
from app.download.offers import HubFile, Repository, offers_of, parse_name, wished
from app.download.places import discard, lock_path, places
from app.download.troubles import trouble
from tests.app.fake_hub import FakeHub, running

NAME = "maker/Tiny-GGUF"
FILE = "Tiny-Q4_K_M.gguf"
CONTENT = random.Random(0).randbytes(3_000_000)
SET = {f"Q8_0/Tiny-Q8_0-0000{no}-of-00003.gguf": bytes([no]) * 400_000 for no in (1, 2, 3)}
HASTY = (0.0,) * 3


@pytest.fixture
def hub() -> Iterator[FakeHub]:
    with running(FakeHub({NAME: {"README.md": b"words", FILE: CONTENT, **SET}})) as made:
        yield made


def repository(hub: FakeHub) -> Repository:
    return look_up(hub.url, NAME, "main")


def order(hub: FakeHub, folder: Path, label: str = "Q4_K_M") -> Fetch:
    listed = repository(hub)
    offer = wished(listed, label)
    assert offer is not None
    return Fetch(NAME, listed.commit, offer.files, str(folder))


def fetched(hub: FakeHub, wanted: Fetch) -> tuple[str, list[Progress]]:
    told: list[Progress] = []
    return fetch(hub.url, wanted, told.append, HASTY), told


def refused(hub: FakeHub, wanted: Fetch) -> str:
    """The sentence."""
    with pytest.raises(Exception) as caught:  # noqa: PT011  # whatever it is, it must have a sentence
        fetch(hub.url, wanted, lambda progress: None, HASTY)
    return trouble(caught.value, wanted.repository, wanted.folder, hub.url).sentence


def models(folder: Path) -> list[str]:
    """What a program that looks for models finds."""
    return sorted(path.name for path in folder.rglob("*.gguf"))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (" maker/Tiny-GGUF ", ("maker/Tiny-GGUF", "main", "")),
        ("maker/Tiny-GGUF:Q4_K_M", ("maker/Tiny-GGUF", "main", "Q4_K_M")),
        ("hf.co/maker/Tiny-GGUF:Q8_0", ("maker/Tiny-GGUF", "main", "Q8_0")),
        ("https://huggingface.co/maker/Tiny-GGUF", ("maker/Tiny-GGUF", "main", "")),
        ("https://huggingface.co/maker/Tiny-GGUF/tree/v2", ("maker/Tiny-GGUF", "v2", "")),
        (
            "https://huggingface.co/maker/Tiny-GGUF/resolve/main/Q8_0/A%20b.gguf?download=true",
            ("maker/Tiny-GGUF", "main", "Q8_0/A b.gguf"),
        ),
    ],
)
def test_what_people_paste_is_understood(text: str, asked: tuple[str, str, str]) -> None:
    found = parse_name(text)
    assert (found.repository, found.revision, found.wish) == asked


def test_an_address_of_another_hub_is_one_where_it_is_set_up() -> None:
    assert parse_name("http://hub.local/a/b", "hub.local").repository == "a/b"


@pytest.mark.parametrize(
    "text", ["", "Tiny", "a/b/c", "https://huggingface.co/datasets/a/b", "https://github.com/a/b", "two words/x"]
)
def test_what_is_no_name_is_told_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="owner/name"):
        parse_name(text)


def test_a_set_is_one_offer_and_what_is_no_model_is_none() -> None:
    names = [
        *SET, "Tiny-Q4_K_M.gguf", "Tiny-UD-Q4_K_XL.gguf", "mmproj-Tiny-F16.gguf", "Tiny.imatrix.gguf", "config.json",
        "Lost-Q2_K-00001-of-00002.gguf", "a/Other-Q6_K.gguf", "b/Other-Q6_K.gguf",
    ]  # fmt: skip
    offers = offers_of(HubFile(name, 10 + len(name), "d" * 64) for name in names)
    found = {offer.name: (offer.label, len(offer.files)) for offer in offers}
    assert found == {
        "Q8_0/Tiny-Q8_0.gguf": ("Q8_0", 3), "Tiny-Q4_K_M.gguf": ("Q4_K_M", 1),
        "Tiny-UD-Q4_K_XL.gguf": ("UD-Q4_K_XL", 1), "a/Other-Q6_K.gguf": ("Other-Q6_K", 1),
        "b/Other-Q6_K.gguf": ("Other-Q6_K", 1),
    }  # fmt: skip


def test_a_repository_is_listed_at_its_commit(hub: FakeHub) -> None:
    listed = repository(hub)
    assert [(offer.label, offer.bytes) for offer in listed.offers] == [("Q8_0", 1_200_000), ("Q4_K_M", 3_000_000)]
    assert wished(listed, FILE) == listed.offers[1]
    assert listed.commit.startswith("c0ffee")


def test_a_file_arrives_and_is_checked(hub: FakeHub, tmp_path: Path) -> None:
    path, told = fetched(hub, order(hub, tmp_path))
    assert Path(path).read_bytes() == CONTENT
    assert os.listdir(tmp_path) == [FILE]
    assert told[-1].done == len(CONTENT)
    assert any(asked.startswith(f"/{NAME}/resolve/c0ffee") for asked in hub.asked)


def test_a_connection_that_breaks_again_and_again_costs_nothing(hub: FakeHub, tmp_path: Path) -> None:
    hub.drop_after, hub.drops = 400_000, 7
    path, told = fetched(hub, order(hub, tmp_path))
    assert Path(path).read_bytes() == CONTENT
    assert hub.sent == len(CONTENT)  # nothing came twice
    assert sum(progress.phase == "reconnecting" for progress in told) == 7


def test_a_connection_that_stands_still_is_given_up_and_made_anew(
    hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "TIMEOUT_S", 0.3)
    hub.drop_after, hub.drops, hub.stall_s = 1_000_000, 2, 5.0
    wanted, began = order(hub, tmp_path), time.monotonic()
    path, told = fetched(hub, wanted)
    assert time.monotonic() - began < 4
    assert Path(path).read_bytes() == CONTENT
    assert [progress.phase for progress in told].count("reconnecting") == 2


def test_a_connection_that_stays_broken_says_so_and_keeps_what_came(hub: FakeHub, tmp_path: Path) -> None:
    wanted = order(hub, tmp_path)
    hub.drop_after, hub.drops = 1_000_000, 1
    original, hub.knows_ranges = hub.files[NAME][FILE], True
    hub.files[NAME] = {FILE: original}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fetching.time, "sleep", lambda seconds: setattr(hub, "busy", 99))
        assert "error 503" in refused(hub, wanted)
    assert models(tmp_path) == []
    assert 900_000 < (tmp_path / f"{FILE}.part").stat().st_size <= 1_000_000
    hub.busy, hub.sent = 0, 0
    path, told = fetched(hub, wanted)
    assert Path(path).read_bytes() == CONTENT
    assert hub.sent < 2_100_000
    assert told[0].phase == "checking"


def test_a_wrong_byte_is_refused_and_nothing_of_it_is_kept(hub: FakeHub, tmp_path: Path) -> None:
    hub.flip = 1_234_567
    wanted = order(hub, tmp_path)
    assert "wrong checksum" in refused(hub, wanted)
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith(".")] == []
    hub.flip = -1
    assert Path(fetched(hub, wanted)[0]).read_bytes() == CONTENT


@pytest.mark.parametrize("suffix", [".part", ".checked"])
def test_what_is_damaged_on_disk_or_of_another_revision_is_fetched_anew(
    hub: FakeHub, tmp_path: Path, suffix: str
) -> None:
    content = b"?" + CONTENT[1:] if suffix == ".checked" else b"?" + CONTENT[1:2_000_000]
    (tmp_path / f"{FILE}{suffix}").write_bytes(content)
    assert Path(fetched(hub, order(hub, tmp_path))[0]).read_bytes() == CONTENT
    assert os.listdir(tmp_path) == [FILE]
    hub.flip = 5
    (tmp_path / FILE).rename(tmp_path / f"{FILE}{suffix}")
    (tmp_path / f"{FILE}{suffix}").write_bytes(content)
    assert "wrong checksum" in refused(hub, order(hub, tmp_path))
    assert models(tmp_path) == []


def test_two_windows_do_not_write_one_file(hub: FakeHub, tmp_path: Path) -> None:
    wanted = order(hub, tmp_path)
    with FileLock(lock_path(str(tmp_path))):
        assert "Another window is downloading" in refused(hub, wanted)
    assert hub.sent == 0
    fetched(hub, wanted)
    assert os.listdir(tmp_path) == [FILE]


def test_a_folder_that_cannot_be_made(hub: FakeHub, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "cannot be written (Not a directory)" in refused(hub, order(hub, tmp_path / "file" / "folder"))


def test_a_part_that_is_too_long_is_begun_again(hub: FakeHub, tmp_path: Path) -> None:
    (tmp_path / f"{FILE}.part").write_bytes(CONTENT + b"more")
    assert Path(fetched(hub, order(hub, tmp_path))[0]).read_bytes() == CONTENT


def test_a_server_without_ranges_begins_again(hub: FakeHub, tmp_path: Path) -> None:
    hub.knows_ranges = False
    (tmp_path / f"{FILE}.part").write_bytes(CONTENT[:1_000_000])
    assert Path(fetched(hub, order(hub, tmp_path))[0]).read_bytes() == CONTENT
    assert hub.sent == len(CONTENT)


def test_large_files_come_in_several_requests(hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "STEP", 1_000_000)
    assert Path(fetched(hub, order(hub, tmp_path))[0]).read_bytes() == CONTENT
    assert hub.ranges == ["bytes=0-999999", "bytes=1000000-1999999", "bytes=2000000-2999999"]


def test_parts_of_a_set_get_their_names_together(hub: FakeHub, tmp_path: Path) -> None:
    last = list(SET)[-1]
    wanted = order(hub, tmp_path, "Q8_0")
    hub.lists[last] = "0" * 64
    wrong = order(hub, tmp_path, "Q8_0")
    assert "wrong checksum" in refused(hub, wrong)
    assert models(tmp_path) == []
    assert len(list(tmp_path.rglob("*.checked"))) == 2
    hub.sent = 0
    path, _ = fetched(hub, wanted)
    assert hub.sent == 400_000  # the other two were there
    assert models(tmp_path) == sorted(Path(name).name for name in SET)
    assert [Path(tmp_path, name).read_bytes() for name in SET] == list(SET.values())
    assert path == str(tmp_path / next(iter(SET)))


def test_what_is_there_already_is_not_fetched_and_another_file_is_left_alone(hub: FakeHub, tmp_path: Path) -> None:
    wanted = order(hub, tmp_path)
    (tmp_path / FILE).write_bytes(CONTENT)
    fetched(hub, wanted)
    assert hub.sent == 0
    (tmp_path / FILE).write_bytes(b"mine")
    assert "Another Tiny-Q4_K_M.gguf is already" in refused(hub, wanted)
    assert (tmp_path / FILE).read_bytes() == b"mine"


def test_a_file_that_changed_on_the_hub_is_not_mixed(hub: FakeHub, tmp_path: Path) -> None:
    wanted = order(hub, tmp_path)
    (tmp_path / f"{FILE}.part").write_bytes(CONTENT[:1_000_000])
    hub.files[NAME][FILE] = CONTENT + b"newer"
    assert "another file on the hub" in refused(hub, wanted)
    assert models(tmp_path) == []


def test_space_is_looked_at_first(hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = fetching.shutil.disk_usage(tmp_path)
    monkeypatch.setattr(fetching.shutil, "disk_usage", lambda path: usage._replace(free=fetching.SPARE + 2_000_000))
    wanted = order(hub, tmp_path)
    assert "Free some space" in refused(hub, wanted)
    assert hub.sent == 0
    (tmp_path / f"{FILE}.part").write_bytes(CONTENT[:1_500_000])  # then there is room for the rest
    assert Path(fetched(hub, wanted)[0]).read_bytes() == CONTENT


def test_a_disk_that_fills_up_on_the_way(hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted, real = order(hub, tmp_path), fetching._write

    def full(out: int, piece: bytes) -> None:
        if os.fstat(out).st_size > 1_000_000:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(out, piece)

    monkeypatch.setattr(fetching, "_write", full)
    assert f"The disk of {tmp_path} is full" in refused(hub, wanted)
    monkeypatch.setattr(fetching, "_write", real)
    hub.sent = 0
    assert Path(fetched(hub, wanted)[0]).read_bytes() == CONTENT
    assert hub.sent < 2_100_000


def test_refusals_of_the_hub_are_sentences(hub: FakeHub, tmp_path: Path) -> None:
    def said(name: str, **changes: Any) -> str:
        with pytest.raises(Exception) as caught:  # noqa: PT011
            look_up(changes.get("url", hub.url), name, "main")
        return trouble(caught.value, name, "", changes.get("url", hub.url)).sentence

    assert "has no model maker/Nothing" in said("maker/Nothing")
    assert "cannot be reached" in said(NAME, url="http://127.0.0.1:9")
    hub.files["maker/Empty"] = {"README.md": b"words"}
    assert "holds no .gguf model" in said("maker/Empty")
    wanted = order(hub, tmp_path)
    hub.gated.add(NAME)
    assert "is gated. Accept its terms" in refused(hub, wanted)
    hub.gated.clear()
    del hub.files[NAME][FILE]
    assert "is gone from" in refused(hub, wanted)


def test_names_that_lead_elsewhere_are_refused(tmp_path: Path) -> None:
    for name in ("../evil.gguf", "/etc/evil.gguf", "a/../../evil.gguf", "c:evil.gguf"):
        with pytest.raises(Exception, match="cannot be stored"):
            places(str(tmp_path), [HubFile(name, 1, "0" * 64)])


def test_giving_up_leaves_what_is_whole(tmp_path: Path) -> None:
    files = [HubFile("a/One.gguf", 1, "0" * 64), HubFile("a/Two.gguf", 1, "0" * 64)]
    for name in ("One.gguf", "Two.gguf.part", "Three.gguf.part"):
        (tmp_path / "a").mkdir(exist_ok=True)
        (tmp_path / "a" / name).touch()
    discard(str(tmp_path), files)
    assert sorted(os.listdir(tmp_path / "a")) == ["One.gguf", "Three.gguf.part"]
    deep = tmp_path / "models" / "maker" / "Name"
    (deep / "Q8_0").mkdir(parents=True)
    (deep / "Q8_0" / "One.gguf.part").touch()
    discard(str(deep), [HubFile("Q8_0/One.gguf", 1, "0" * 64)])
    assert os.listdir(tmp_path / "models") == []


def test_the_checksum_of_a_small_file_is_gits(hub: FakeHub, tmp_path: Path) -> None:
    content = b"words"
    digest = hashlib.sha1(b"blob 5\0" + content).hexdigest()
    wanted = Fetch(NAME, "main", (HubFile("README.md", 5, digest),), str(tmp_path))
    assert Path(fetched(hub, wanted)[0]).read_bytes() == content
