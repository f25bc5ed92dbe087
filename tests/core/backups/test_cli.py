"""One command each: copy, restore, make the key; and what they refuse, in words."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from fairapp.core import storage
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db, transaction
from fairapp.core.messages import Message, queue_email
from tests.conftest import NOW
from tests.core.backups.comparing import held
from tests.core.backups.conftest import Key


def run(app: Flask, *arguments: object) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=[str(argument) for argument in arguments])
    return result.exit_code, result.output


@pytest.fixture
def filled(app: Flask) -> Flask:
    """Twenty letters, and a file whose content is easily found."""
    with app.app_context(), transaction():
        for n in range(20):
            queue_email(f"{n}@example.org", subject="S", body="The body of a letter", at=NOW)
        storage.store(b"a picture" * 30_000, name="photo.png", mimetype="image/png")
    return app


@pytest.fixture
def copy(filled: Flask, key: Key, tmp_path: Path) -> Path:
    """A sealed copy of it."""
    target = tmp_path / "copy.age"
    code, said = run(filled, "backup", "--to", target, "--recipient", key.public)
    assert code == 0, said
    return target


def is_untouched(app: Flask) -> bool:
    with app.app_context():
        return not any(held(app).values()) and not list(
            Path(app.config["DATA_DIR"]).glob("files/*/*")
        )


def test_a_copy_is_sealed_private_and_restored_with_the_key(
    filled: Flask, copy: Path, key: Key, elsewhere: Callable[[], Flask]
) -> None:
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    content = copy.read_bytes()
    assert content.startswith(b"age-encryption.org/v1")
    assert b"a picture" not in content and b"example.org" not in content
    other = elsewhere()
    code, said = run(other, "restore", copy, "--key", key.path)
    assert code == 0, said
    assert "message 20" in said and "1 files" in said
    with other.app_context():
        assert db.session.scalar(select(func.count(Message.id))) == 20
        file = db.session.scalars(select(storage.StoredFile)).one()
        assert file.path.read_bytes() == b"a picture" * 30_000
        assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    with filled.app_context():
        entry = db.session.scalars(select(AuditEntry)).one()
        assert (entry.action, entry.details["rows"]) == ("backup.made", 21)


def test_a_place_that_is_not_empty_is_left_alone_unless_told(
    filled: Flask, copy: Path, key: Key
) -> None:
    before = held(filled)
    code, said = run(filled, "restore", copy, "--key", key.path)
    assert (code, "--replace" in said) == (1, True)
    assert held(filled) == before
    code, said = run(filled, "restore", copy, "--key", key.path, "--replace")
    assert code == 0, said
    after = held(filled)
    assert after["message"] == before["message"]
    assert "backup.restored" in after["audit_entry"][0], "the copy was made before its own entry"


def test_nothing_is_restored_from_what_is_not_whole_or_not_ours(
    copy: Path, elsewhere: Callable[[], Flask], tmp_path: Path, key: Key
) -> None:
    content, other = copy.read_bytes(), elsewhere()
    stranger, bad = tmp_path / "stranger", tmp_path / "bad.age"
    assert run(other, "backup-key", "--output", stranger)[0] == 0

    def refused(content: bytes, with_: Path = key.path) -> str:
        bad.write_bytes(content)
        code, said = run(other, "restore", bad, "--key", with_)
        assert code == 1 and is_untouched(other)
        return said

    assert "does not open the file" in refused(content, stranger)
    for length in (60, len(content) // 2, len(content) - 1):
        assert "damaged or was cut short" in refused(content[:length])
    for place in (len(content) // 3, len(content) - 20):
        tampered = bytearray(content)
        tampered[place] ^= 1
        assert "damaged or was cut short" in refused(bytes(tampered))
    code, said = run(other, "restore", copy)
    assert (code, "--key" in said) == (1, True)


def test_an_open_copy_is_only_made_when_told_and_checked_too(
    filled: Flask, elsewhere: Callable[[], Flask], tmp_path: Path
) -> None:
    target, other = tmp_path / "copy.tar", elsewhere()
    code, said = run(filled, "backup", "--to", target)
    assert (code, "--unencrypted" in said, target.exists()) == (2, True, False)
    assert run(filled, "backup", "--to", target, "--unencrypted")[0] == 0
    content = target.read_bytes()
    changed = content.replace(b"The body of a letter", b"The body of another.")
    assert len(changed) == len(content) and changed != content
    for bad in (changed, content[: len(content) // 2], content[:-12_000]):
        (tmp_path / "bad.tar").write_bytes(bad)
        code, said = run(other, "restore", tmp_path / "bad.tar")
        assert (code, "damaged" in said, is_untouched(other)) == (1, True, True)
    assert run(other, "restore", target, "--check")[0] == 0
    assert is_untouched(other)
    assert run(other, "restore", target)[0] == 0


def test_nothing_is_written_over(filled: Flask, key: Key, tmp_path: Path) -> None:
    target = tmp_path / "copy.age"
    target.write_text("yesterday’s")
    code, said = run(filled, "backup", "--to", target, "--recipient", key.public)
    assert (code, str(target) in said) == (1, True)
    assert target.read_text() == "yesterday’s"
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.age"]


def test_a_folder_gets_a_file_named_by_the_moment(filled: Flask, key: Key, tmp_path: Path) -> None:
    assert run(filled, "backup", "--to", tmp_path, "--recipient", key.public)[0] == 0
    assert [path.name for path in tmp_path.glob("*.age")] == ["fairapp-2026-11-16-0900.age"]


def test_a_key_may_have_a_passphrase(
    filled: Flask, elsewhere: Callable[[], Flask], tmp_path: Path
) -> None:
    word, sealed, target = tmp_path / "word", tmp_path / "sealed", tmp_path / "copy.age"
    word.write_text("une longue phrase\n")
    code, said = run(filled, "backup-key", "--output", sealed, "--passphrase-file", word)
    public = said.split("BACKUP_RECIPIENT=")[1].strip()
    assert code == 0 and b"SECRET" not in sealed.read_bytes()
    assert stat.S_IMODE(sealed.stat().st_mode) == 0o600
    assert run(filled, "backup", "--to", target, "--recipient", public)[0] == 0
    other = elsewhere()
    assert "passphrase" in run(other, "restore", target, "--key", sealed)[1]
    given = ("--passphrase-file", word)
    assert run(other, "restore", target, "--key", sealed, *given)[0] == 0
    assert run(filled, "backup-key", "--output", sealed)[0] == 1, "no key is written over"
    assert "age1" in run(filled, "backup", "--recipient", "AGE1NONSENSE")[1]
