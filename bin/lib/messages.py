"""Translations: compile, update and check the catalogues below fairapp/translations/.

    bin/messages update [FRAGMENT.po …]   read every message of the sources into fr and ar,
                                          fill in what the fragments translate (named …/fr/x.po)
    bin/messages check                    every message translated, none fuzzy, same placeholders
    bin/messages compile                  .po -> .mo (git-ignored; bin/setup does it by itself)

English is the language of the sources, so it needs no catalogue.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
TRANSLATIONS = ROOT / "fairapp" / "translations"
LANGUAGES = ("fr", "ar")
METHODS = [
    ("fairapp/**.py", "python"),
    ("templates/**.html", "jinja2"),
    ("templates/**.txt", "jinja2"),
    ("templates/**.svg", "jinja2"),
]
OPTIONS = {pattern: {"trimmed": "true", "silent": "false"} for pattern, _ in METHODS[1:]}
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]")
HEADER = r"""msgid ""
msgstr ""
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: {plural_forms}\n"

"""
# A form for "one" or "two" may say the number in a word.
COUNTS = {"num", "count", "n"}


def main(arguments: list[str]) -> int:
    """Run one command; exit status 0 when all is well."""
    command, *rest = arguments or ["check"]
    if command == "compile":
        compile_all()
    elif command == "update":
        update(sources(), [Path(name) for name in rest])
    elif command == "check":
        problems = list(check(sources()))
        print(*problems, sep="\n", end="\n" if problems else "")
        return 1 if problems else 0
    else:
        print(__doc__)
        return 2
    return 0


def sources() -> Catalog:
    """Every message of the Python files and templates, with where it stands."""
    catalog = Catalog(project="fairapp", charset="utf-8")
    for folder in ("fairapp", "templates"):
        found = extract_from_dir(
            ROOT / folder,
            [(p.removeprefix(f"{folder}/"), m) for p, m in METHODS if p.startswith(folder)],
            {p.removeprefix(f"{folder}/"): o for p, o in OPTIONS.items()},
            KEYWORDS,
            comment_tags=("Translators:",),
            strip_comment_tags=True,
        )
        for name, line, message, comments, context in sorted(found, key=lambda row: row[:2]):
            catalog.add(
                message, None, [(f"{folder}/{name}", line)], auto_comments=comments, context=context
            )
    return catalog


def update(template: Catalog, fragments: list[Path]) -> None:
    """Bring the catalogues in line with the sources; messages that are gone are dropped."""
    for language in LANGUAGES:
        catalog = read(language)
        for fragment in fragments:
            if fragment.parent.name == language:
                merge(catalog, fragment)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        write(language, catalog)
        missing = sum(1 for message in catalog if message.id and not is_translated(message))
        print(f"{language}: {len(catalog)} messages, {missing} to translate")


def merge(catalog: Catalog, fragment: Path) -> None:
    """Take over the translations of `fragment` (a .po without need of a header)."""
    with fragment.open("rb") as file:
        found = read_po(file, locale=catalog.locale, abort_invalid=True)
    for message in found:
        if not (message.id and is_translated(message)):
            continue
        known = catalog.get(message.id, message.context)
        if known is not None and is_translated(known) and known.string != message.string:
            print(f"{fragment}: another translation of {message.id!r}: kept {known.string!r}")
            continue
        if known is None:
            catalog.add(message.id, message.string, context=message.context)
        else:
            # Adding again would keep the old text, which is empty here.
            known.id, known.string = message.id, message.string


def check(template: Catalog) -> Iterator[str]:
    """What is wrong with the catalogues, one line each."""
    for language in LANGUAGES:
        catalog = read(language)
        for source in template:
            if source.id:
                message = catalog.get(source.id, source.context)
                where = "{}:{}".format(*source.locations[0])
                yield from (f"{language}: {where}: {p}" for p in problems_of(source, message))


def problems_of(source: Message, message: Message | None) -> Iterator[str]:
    """What is wrong with one translation."""
    shown = source.id[0] if isinstance(source.id, tuple) else source.id
    if message is None or not is_translated(message):
        yield f"not translated: {shown!r}"
    elif message.fuzzy:
        yield f"fuzzy: {shown!r}"
    else:
        wanted = placeholders(source.id)
        for text in strings(message.string):
            found = placeholders(text)
            lacking = wanted - found - (COUNTS if source.pluralizable else set())
            if lacking or found - wanted:
                yield f"placeholders differ: {shown!r} -> {text!r}"


def is_translated(message: Message) -> bool:
    """Whether every form has words."""
    texts = strings(message.string)
    return bool(texts) and all(text.strip() for text in texts)


def placeholders(text: str | tuple[str, ...] | list[str]) -> set[str]:
    """Names in `%(name)s` of a text or of all forms of a plural."""
    return {name for part in strings(text) for name in PLACEHOLDER.findall(part)}


def strings(value: str | tuple[str, ...] | list[str] | None) -> list[str]:
    """The forms of a message as a list."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else [part or "" for part in value]


def compile_all() -> None:
    """Write messages.mo beside each messages.po; whole or not at all."""
    for po in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po")):
        with po.open("rb") as file:
            catalog = read_po(file, locale=po.parent.parent.name)
        partial = po.with_suffix(".mo.new")
        with partial.open("wb") as file:
            write_mo(file, catalog)
        partial.replace(po.with_suffix(".mo"))


def read(language: str) -> Catalog:
    """The committed catalogue, empty when there is none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, project="fairapp", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(language: str, catalog: Catalog) -> None:
    """Write the catalogue, without line numbers and dates: it changes only when words do."""
    path_of(language).parent.mkdir(parents=True, exist_ok=True)
    with path_of(language).open("wb") as file:
        file.write(HEADER.format(language=language, plural_forms=catalog.plural_forms).encode())
        write_po(file, catalog, width=100, include_lineno=False, omit_header=True)


def path_of(language: str) -> Path:
    """Where a language's catalogue is."""
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
