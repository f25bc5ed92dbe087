"""The papers that badges are printed on."""

from __future__ import annotations

from fairapp.badges.measures import A6, A7, LABEL_100, ROLL_62, card
from fairapp.badges.sheets import Layout

# Eight badges lie on a landscape sheet, 74 × 105 mm upright each: they hang from a lanyard like the
# A6 one and share its design. On a portrait sheet they would lie on their side.
# Ten cards lie as on the perforated sheets that are sold for business cards: 15 mm at the sides.
# A label of 62 mm is 100 mm long, so that it serves tape and the die-cut labels of 62 × 100 mm
# alike. Printers of large labels have 203 dots to the inch or more: the coarsest is planned for.
LAYOUTS = {
    layout.key: layout
    for layout in (
        Layout("a6x4", 210, 297, 2, 2, A6),
        Layout("a7x8", 297, 210, 4, 2, A7),
        Layout("90x54x10", 210, 297, 2, 5, card(90), 90, 54),
        Layout("a6", 105, 148, 1, 1, A6),
        Layout("a7", 74, 105, 1, 1, A7),
        Layout("90x54", 90, 54, 1, 1, card(90)),
        Layout("cr80", 85.6, 54, 1, 1, card(85.6), dpi=300),
        Layout("roll62", 62, 100, 1, 1, ROLL_62, dpi=300, is_black=True),
        Layout("100x150", 100, 150, 1, 1, LABEL_100, dpi=203, is_black=True),
    )
}
SHEETS = ("a6x4", "a7x8", "90x54x10")
SINGLES = ("a6", "a7", "90x54", "cr80", "roll62", "100x150")
