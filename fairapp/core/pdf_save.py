"""Saving a PDF that was put together, with what it says of itself."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast

import pikepdf
from pikepdf import Array, Dictionary, Name

from fairapp.core import memory, pdf_archive, pdf_update
from fairapp.core.pdf_attachments import Attachment
from fairapp.core.pdf_tags import Structure

# The date of an embedded file is the document's own, or else this: same bytes again.
_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)
_PROFILE = "sRGB IEC61966-2.1"


def saved(pdf: pikepdf.Pdf, *, title: str, lang: str, created: datetime | None) -> bytes:
    """The file. Closes `pdf`."""
    pdf.Root.Lang = pikepdf.String(lang)
    pdf.docinfo["/Title"] = pikepdf.String(title)
    if created is not None:
        moment = created.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
        pdf.docinfo["/CreationDate"] = pikepdf.String(moment)
    with _written(pdf) as file:
        # Its pages are in the file now; those of a long list are as large again.
        pdf.close()
        return file.read()


def archived(
    pdf: pikepdf.Pdf,
    structure: Structure,
    *,
    title: str,
    lang: str,
    created: datetime | None,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """The file as PDF/A-3 (level a) and PDF/UA-1, with `attachments` as the data that it shows.

    Everything on its pages must be marked, as `structure` says or as an artifact. Closes `pdf` and
    empties `structure`.
    """
    root = pdf.Root
    root.Lang = pikepdf.String(lang)
    root.MarkInfo = Dictionary(Marked=True)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.OutputIntents = Array([_intent(pdf)])
    pdf_archive.describe(pdf, title=title, lang=lang, created=created)
    for number, page in enumerate(pdf.pages):
        page.obj.StructParents = number
        page.obj.Tabs = Name.S
    for attachment in attachments:
        _embed(pdf, attachment, (created or _NO_DATE).astimezone(UTC))
    with _written(pdf) as file:
        # Its pages are in the file now; those of a long list are as large again.
        pdf.close()
        pdf_update.append(file, structure)
        structure.forget()
        file.seek(0)
        memory.give_back()
        return file.read()


def _embed(pdf: pikepdf.Pdf, attachment: Attachment, at: datetime) -> None:
    moment, content = f"D:{at:%Y%m%d%H%M%S}Z", attachment.content()
    file = pikepdf.AttachedFileSpec(
        pdf,
        content,
        description=attachment.description,
        filename=attachment.name,
        mime_type=attachment.mimetype,
        creation_date=moment,
        mod_date=moment,
        relationship=Name.Data,
    )
    # Packed at once: it waits until the whole file is written.
    file.obj.EF.F.write(zlib.compress(content), filter=Name.FlateDecode)
    # With a relationship, it is named among the associated files too.
    pdf.attachments[attachment.name] = file


def _intent(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """What the colours mean: those of screens. WeasyPrint brings the profile."""
    # Found without importing it: who puts pages together has WeasyPrint in another process.
    brings = find_spec("weasyprint")
    if brings is None or brings.origin is None:
        raise FileNotFoundError("weasyprint")
    profile = (Path(brings.origin).parent / "pdf" / "sRGB2014.icc").read_bytes()
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=_PROFILE,
        Info=_PROFILE,
        DestOutputProfile=pikepdf.Stream(pdf, profile, N=3),
    )


def _written(pdf: pikepdf.Pdf) -> BinaryIO:
    """On disk, to be read from its beginning; it has no name, and goes when it is closed."""
    target = TemporaryFile()  # noqa: SIM115 - closed by whoever reads it
    pdf.save(
        target,
        min_version="1.7",
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    target.seek(0)
    return cast(BinaryIO, target)
