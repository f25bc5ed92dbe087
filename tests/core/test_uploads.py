"""Names of files that people hand in."""

import pytest

from fairapp.core.uploads import clean_file_name


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("ordre de mission.pdf", "ordre de mission.pdf"),
        ("C:\\Users\\moi\\photo.JPG", "photo.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("page.html", "page.pdf"),
        ("رسالة.pdf", "رسالة.pdf"),
        ("a\r\nSet-Cookie: b.pdf", "a Set-Cookie_ b.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("", "file.pdf"),
        ("x" * 500, "x" * 100 + ".pdf"),
    ],
)
def test_a_name_is_made_safe_and_ends_as_its_content(name: str, kept: str) -> None:
    assert clean_file_name(name, "pdf") == kept
