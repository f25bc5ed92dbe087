"""Every message of the sources has its words in French and Arabic."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    path = Path(__file__).resolve().parents[2] / "bin" / "lib" / "messages.py"
    spec = importlib.util.spec_from_file_location("messages", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_catalogues_are_complete(messages: ModuleType) -> None:
    assert list(messages.check(messages.sources())) == []


def test_sources_have_messages_of_python_and_of_templates(messages: ModuleType) -> None:
    """Otherwise the check above would be content with nothing."""
    files = {place[0] for message in messages.sources() for place in message.locations}
    assert any(name.startswith("fairapp/") for name in files)
    assert any(name.startswith("templates/") for name in files)


@pytest.mark.parametrize(
    ("translation", "problem"),
    [
        (Message("%(n)s left", "reste %(n)s"), None),
        (Message("%(n)s left", ""), "not translated"),
        (Message("%(n)s left", "reste %(n)s", flags={"fuzzy"}), "fuzzy"),
        (Message("%(n)s left", "reste"), "placeholders differ"),
        (Message("%(n)s left", "reste %(n)s sur %(m)s"), "placeholders differ"),
    ],
)
def test_check_finds(messages: ModuleType, translation: Message, problem: str | None) -> None:
    found = list(messages.problems_of(Message("%(n)s left"), translation))
    assert [text.split(":")[0] for text in found] == ([problem] if problem else [])


def test_plural_may_say_the_number_in_a_word(messages: ModuleType) -> None:
    source = Message(("%(num)s day", "%(num)s days"))
    good = Message(source.id, ("un jour", "%(num)s jours"))
    gap = Message(source.id, ("un jour", ""))
    assert list(messages.problems_of(source, good)) == []
    assert len(list(messages.problems_of(source, gap))) == 1


def test_update_keeps_words_and_drops_what_is_gone(
    messages: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "TRANSLATIONS", tmp_path)
    fragment = tmp_path / "fr" / "one.po"
    fragment.parent.mkdir()
    fragment.write_text('msgid "Open"\nmsgstr "Ouvrir"\n\nmsgid "Gone"\nmsgstr "Parti"\n')
    sources = Catalog()
    sources.add("Open", locations=[("a.py", 1)])
    messages.update(sources, [fragment])
    assert [(m.id, m.string) for m in messages.read("fr") if m.id] == [("Open", "Ouvrir")]
    assert [(m.id, m.string) for m in messages.read("ar") if m.id] == [("Open", "")]
