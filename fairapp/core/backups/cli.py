"""`fair backup`, `fair restore` and `fair backup-key`: one command each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from fairapp.core import audit, clock
from fairapp.core.backups import erased, restoring, sealing, writing
from fairapp.core.backups.errors import BackupError
from fairapp.core.db import transaction

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


def _passphrase(command: Callable[..., Any]) -> Callable[..., Any]:
    told = "File whose first line is the passphrase of the key."
    return click.option("--passphrase-file", type=_FILE, help=told)(command)


@click.command()
@click.option(
    "--to", "target", type=click.Path(path_type=Path), help="File to write, or a folder for it."
)
@click.option(
    "--recipient", "public_keys", multiple=True, help="Public key that it is sealed for: age1…"
)
@click.option("--unencrypted", is_flag=True, help="Leave it open to whoever finds it.")
@with_appcontext
def backup(target: Path | None, public_keys: Sequence[str], unencrypted: bool) -> None:
    """Copy everything of a fair into one file, while it runs."""
    if unencrypted and public_keys:
        raise click.UsageError("either --recipient or --unencrypted")
    texts = public_keys or str(current_app.config["BACKUP_RECIPIENT"]).split()
    if not (texts or unencrypted):
        raise click.UsageError(
            "say who may open it with --recipient age1… (`fair backup-key` makes a key); a copy"
            " holds everybody's data, and only --unencrypted leaves it open"
        )
    at = clock.now()
    name = writing.name_at(at, is_sealed=not unencrypted)
    target = target or Path(name)
    target = target / name if target.is_dir() else target
    with _in_words():
        to = [] if unencrypted else sealing.recipients(texts)
        copied = writing.write(target, to=to, at=at)
        erased.accompany(target)
    with transaction():
        details = {"file": target.name, "rows": sum(copied.tables.values()), "files": copied.files}
        audit.record("backup.made", at=at, details=details)
    click.echo(f"{target}: {target.stat().st_size // 1024} KiB")
    _tell(copied.tables, copied.files, copied.missing, copied.has_key)


@click.command()
@click.argument("file", type=_FILE)
@click.option("--key", type=_FILE, help="The private key, as `fair backup-key` has made it.")
@_passphrase
@click.option("--replace", is_flag=True, help="Delete what is here first.")
@click.option(
    "--erased",
    "other",
    type=_FILE,
    help="A list of the erased, when erased.txt is neither beside FILE nor in DATA_DIR.",
)
@click.option("--check", is_flag=True, help="Only read the copy through.")
@with_appcontext
def restore(
    file: Path,
    key: Path | None,
    passphrase_file: Path | None,
    replace: bool,
    other: Path | None,
    check: bool,
) -> None:
    """Make the configured database and DATA_DIR what a copy holds. Stop the server first.

    Whoever was erased since the copy was made is erased again.
    """
    with _in_words():
        keys = sealing.keys(key, _word(passphrase_file)) if key else []
        if check:
            found = restoring.check(file, keys)
        else:
            marks = erased.gather(file, other)
            found = restoring.restore(file, keys, replaces=replace)
            again = erased.again(marks, at=clock.now())
            with transaction():
                details = {"file": file.name, "made_at": found.made_at, "erased_again": again}
                audit.record("backup.restored", at=clock.now(), details=details)
    click.echo(f"{file}: as it was at {found.made_at}, {'whole' if check else 'restored'}")
    _tell(found.tables, found.files, found.missing, found.has_key)
    if not check:
        click.echo(
            f"{again} of {len(marks)} persons who were erased had come back and are erased again"
            if marks
            else "No list of the erased was found: if anybody was since, have them erased again."
        )


@click.command("backup-key")
@click.option("--output", type=click.Path(path_type=Path), required=True, help="File to write.")
@_passphrase
def backup_key(output: Path, passphrase_file: Path | None) -> None:
    """Make the key that opens copies. Keep it away from the server; say the public key to it."""
    content, public = sealing.new_key(_word(passphrase_file))
    with _in_words():
        made = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(made, "wb") as file:
        file.write(content)
    click.echo(f"{output}: keep it where the server is not; whoever has lost it opens no copy")
    click.echo(f"BACKUP_RECIPIENT={public}")


def _word(path: Path | None) -> str:
    word = path.read_text().split("\n")[0].strip() if path else ""
    if path and not word:
        raise click.ClickException(f"{path} begins with an empty line")
    return word


def _tell(tables: dict[str, int], files: int, missing: list[str], has_key: bool) -> None:
    filled = {name: count for name, count in tables.items() if count}
    click.echo(f"{sum(filled.values())} rows in {len(filled)} tables, {files} files")
    click.echo(", ".join(f"{name} {count}" for name, count in filled.items()))
    if missing:
        click.echo(f"{len(missing)} files had been erased by then")
    if not has_key:
        click.echo("The signing key is not in it: set SECRET_KEY as it was.")


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except (BackupError, OSError) as error:
        raise click.ClickException(str(error)) from error
