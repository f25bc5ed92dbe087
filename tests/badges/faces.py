"""A ready-made face, for tests that look at paper."""

from __future__ import annotations

from fairapp.badges.faces import BadgeFace, Day

FACE = BadgeFace(
    reference="JE-4F7K",
    qr_text="HTTPS://FAIR.ORG/B/ABCDEFGHIJKLMNOP",
    event_name="Journées d’échanges et de partage d’expériences 2026",
    event_dates="2–4 décembre 2026 · Conakry",
    category_label="Organisations de femmes",
    category_colour="#8e2a6b",
    category_letter="G",
    given_names="M’Mah Aïssata",
    family_name="N’Fansoumane",
    honorific="Mme",
    organisation="Groupement Sabou des Femmes",
    position="Présidente",
    days=(Day("Mer. 2 déc.", True), Day("Jeu. 3 déc.", False), Day("Ven. 4 déc.", True)),
    photo="no",
    photo_notice="Pas de photo",
)
