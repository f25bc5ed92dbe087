"""What speaks for one person, and against, in words; and the fields of the comparison."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

WHY = {
    "name": _l("same name"),
    "name_spelling": _l("same name, spelt otherwise"),
    "name_close": _l("nearly the same name"),
    "name_longer": _l("same name, one with more words"),
    "phone": _l("same phone"),
    "email": _l("same e-mail"),
    "organisation": _l("same organisation"),
    "birth": _l("same date of birth"),
    "year": _l("same year of birth"),
    "place": _l("same place"),
    "other_name": _l("part of the name differs"),
    "other_phone": _l("another phone"),
    "other_email": _l("another e-mail"),
    "other_organisation": _l("another organisation"),
    "other_birth": _l("another date of birth"),
    "other_year": _l("another year of birth"),
    "other_sex": _l("another sex"),
    "other_place": _l("another place"),
}
FIELD_LABELS = {
    "name": _l("Name"),
    "honorific": _l("Title"),
    "name_other_script": _l("Name in another script"),
    "precision": _l("Detail that tells apart"),
    "sex": _l("Sex"),
    "birth": _l("Birth"),
    "phone": _l("Phone"),
    "email": _l("E-mail"),
    "organisation": _l("Organisation"),
    "position": _l("Position"),
    "category": _l("Category"),
    "place": _l("Residence"),
    "language": _l("Language"),
    "first_time": _l("First participation"),
    "needs_help": _l("Help needed"),
    "photo_consent": _l("Photos"),
    "share_name": _l("Name may be shared"),
    "contact_after": _l("May be contacted afterwards"),
    "days": _l("Days"),
    "note": _l("Note"),
}
TRACES = {
    "badges": _l("Badges"),
    "scans": _l("Scans"),
    "messages": _l("Messages"),
    "seats": _l("Seats at sessions"),
}
