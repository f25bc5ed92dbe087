"""Where data lies, and who else on the machine may read it: nobody."""

from __future__ import annotations

import stat
from pathlib import Path

import config
from tests.conftest import MakeApp


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_the_owner_may_read_what_is_made(tmp_path: Path, make_app: MakeApp) -> None:
    data_dir = tmp_path / "var"
    uri = config.database_uri("", data_dir)
    app = make_app(DATA_DIR=data_dir, SQLALCHEMY_DATABASE_URI=uri, SECRET_KEY="")
    assert mode(data_dir) == 0o700
    assert mode(data_dir / "fairapp.db") == 0o600
    assert mode(data_dir / "queue.db") == 0o600
    assert mode(data_dir / "secret_key") == 0o600
    with app.app_context():
        assert mode(data_dir / "files") == 0o700


def test_a_folder_that_others_may_open_keeps_its_mode(tmp_path: Path, make_app: MakeApp) -> None:
    tmp_path.chmod(0o755)
    make_app(DATA_DIR=tmp_path, SQLALCHEMY_DATABASE_URI=config.database_uri("", tmp_path))
    assert mode(tmp_path) == 0o755
    assert mode(tmp_path / "fairapp.db") == 0o600


def test_a_key_that_was_never_written_down_is_made(tmp_path: Path) -> None:
    (tmp_path / "secret_key").touch()
    key = config.secret_key(tmp_path)
    assert len(key) == 64
    assert config.secret_key(tmp_path) == key
