"""The pages of the demonstration fair's journey, for tests that look at each and for pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from playwright.sync_api import Page, expect

from fairapp.demo.load import SLUG
from tests.browser.steps import PASS, SEND, fill_registration
from tests.registration.tables.files import sheets

FAIR, STAFF, DESK = f"/e/{SLUG}", f"/staff/{SLUG}", f"/desk/{SLUG}"
MATCHES = f"{STAFF}/programme/matches/"
NEW = f"{STAFF}/registrations/messages/announcements/new"


def _nothing(page: Page) -> None:
    pass


@dataclass(frozen=True)
class Stop:
    """A page, who sees it, and what is done there before it is looked at."""

    name: str
    path: str
    role: str | None = None
    prepare: Callable[[Page], None] = _nothing
    is_long: bool = True
    """Whether it may be longer than the screen."""

    def path_in(self, language: str) -> str:
        """Its address on the server in that language."""
        return f"{self.path}{'&' if '?' in self.path else '?'}lang={language}"


def _send_empty(page: Page) -> None:
    page.evaluate("for (const form of document.forms) form.noValidate = true")
    page.locator("main form[method=post] button:not([type])").first.click()
    expect(page.locator(".summary")).to_be_visible()


def _wrong_password(page: Page) -> None:
    page.fill("#email", "personne@example.org")
    page.fill("#password", "n’importe quoi")
    page.locator("#password").press("Enter")
    expect(page.locator(".summary")).to_be_visible()


def _register(page: Page) -> None:
    fill_registration(page, "Fatoumata Binta", "Diallo")
    page.locator(SEND).click()
    expect(page).to_have_url(PASS)


def _make_token(page: Page) -> None:
    # One of each name: the page is looked at in several languages and sizes.
    page.fill("#name", f"Site du ministère {uuid4().hex[:4]}")
    page.locator("#scopes input").first.check()
    page.locator("main form button").click()
    expect(page.locator(".token").first).to_be_visible()


def _cancel(page: Page) -> None:
    _register(page)
    page.goto(f"{page.url}/cancellation")


PEOPLE = [
    ["N°", "NOM ET PRENOMS", "Sexe", "Contacts", "Fonction", "Email", "Délégation", "Observations"],
    [1, "DIALLO Fatoumata Binta", "F", 6.31123456e8, "Présidente", "f@example.org", "AGIL", ""],
    [2, "Aly", "H", "63 12", "", "", "Comité de Kindia", "Arrive le 2e jour"],
    [3, "Bérété Aïssatou", "", "", "Trésorière", "", "", ""],
]


def _choose_list(page: Page) -> None:
    content = sheets(Liste=[["Association des jeunes de Kindia"], *PEOPLE], Budget=[["Poste"]])
    page.set_input_files(
        "#file", {"name": "liste.xlsx", "mimeType": "application/zip", "buffer": content}
    )


def _read_list(page: Page) -> None:
    page.locator("details.paste summary").click()
    _choose_list(page)
    page.locator("button[value=read]").click()
    expect(page.locator("#review")).to_be_visible()


def _send_list(page: Page) -> None:
    _choose_list(page)
    page.locator("form[enctype] button").click()
    expect(page.locator("#sheet")).to_be_visible()


def _make(page: Page) -> None:
    page.locator(SEND).click()
    expect(page.locator("main [role=progressbar], main progress")).to_have_count(0, timeout=30_000)


def _check_made(page: Page) -> None:
    _make(page)
    page.locator("a[href^='/check/']").click()


def _own_attestation(page: Page) -> None:
    _register(page)
    page.goto(f"{page.url}/attestation")


def _own_data(page: Page) -> None:
    _register(page)
    page.goto(f"{page.url}/privacy")


def _ask_erasure(page: Page) -> None:
    _register(page)
    page.goto(f"{page.url}/erasure")


def _erase_first(page: Page) -> None:
    """What would go of the first person who is found."""
    page.locator("main tbody a, main .card a").first.click()
    page.locator("main a[href$=erasure]").click()
    expect(page.locator("#reference")).to_be_visible()


def _first_attestation(page: Page) -> None:
    page.locator(".table tbody a").first.click()
    expect(page.locator("#paper")).to_be_visible()


def _first_badge(page: Page) -> None:
    page.locator(".card-title a").first.click()
    expect(page.locator(".studio-sheet img")).to_be_visible()
    page.wait_for_load_state()


def _both_sides(page: Page) -> None:
    page.check("[name=sides][value=long]")
    back = page.locator("img[src*=preview-back]")
    expect(back).to_have_js_property("complete", True)


def _replacement(page: Page) -> None:
    _first_badge(page)
    page.locator("main a[href$=replacement]").click()
    expect(page.locator("#note")).to_be_visible()


def _write(page: Page) -> None:
    language = page.locator("html").get_attribute("lang")
    page.fill(f"#subject-{language}", "Le match est déplacé")
    page.fill(
        f"#body-{language}", "Bonjour {name},\nrendez-vous au stade à 16 h.\n\nVotre pass : {pass}"
    )
    page.locator("[data-narrow] summary").click()
    page.check("#categories input[value=medias]")
    page.locator("main button[value=preview]").click()
    expect(page.locator("main button[value=send]")).to_be_visible()


def _choose_people(page: Page) -> None:
    for one in page.locator("[data-tick]").all()[:3]:
        one.check()
    page.select_option("#act", "category")
    page.locator("main button[value=ticked]").click()
    expect(page.locator("main .lead")).to_be_visible()


def _first_person(page: Page) -> None:
    page.locator(".people-table tbody a").first.click()
    expect(page.locator("#history")).to_be_visible()


def _announce(page: Page) -> None:
    _write(page)
    page.locator("main button[value=send]").click()
    expect(page.locator("main progress")).to_have_count(0, timeout=30_000)


def _announced(page: Page) -> None:
    _announce(page)
    page.goto(page.url.partition("announcements")[0])


def _message(page: Page) -> None:
    _announced(page)
    page.locator("[data-message] a").first.click()
    expect(page.locator(".letter")).to_be_visible()


def _open_goal(page: Page) -> None:
    """With the match begun, and the numbers of who may have scored."""
    begin = page.locator("[data-phase-of=kick_off] button")
    if begin.is_visible():
        begin.click()
    page.locator(".is-goal summary").first.click()
    expect(page.locator(".is-goal .score-number").first).to_be_visible()


def _enrol(page: Page) -> None:
    """Make this browser a scanner, unless it is one already."""
    page.locator("[data-own-phone] button, .strip").first.wait_for()
    if page.locator("[data-own-phone]").is_visible():
        page.locator("[data-own-phone] button").click()
    expect(page.locator("[data-roster]")).to_be_visible(timeout=30_000)


def _ask_gate(page: Page) -> None:
    _enrol(page)
    # It comes by itself when none is chosen yet, perhaps just now and over the button.
    page.locator("[data-change-gate]").dispatch_event("click")
    expect(page.locator("[data-gates]")).to_be_visible()


def _choose_gate(page: Page) -> None:
    _ask_gate(page)
    page.locator("[data-gates] button[value=G1]").click()
    expect(page.locator("[data-gates]")).to_be_hidden()


def _type_code(page: Page) -> None:
    _choose_gate(page)
    # Of somebody who is replaced: a verdict that asks stays.
    page.fill("[data-typed]", "19")
    page.locator("[data-typed]").press("Enter")
    expect(page.locator("[data-verdict][data-look=ask]")).to_be_visible(timeout=20_000)


def _this_phone(page: Page) -> None:
    _choose_gate(page)
    page.locator(".strip [data-open-phone]").click()
    expect(page.locator("[data-ready=true]")).to_be_visible(timeout=30_000)


def _history(page: Page) -> None:
    _type_code(page)
    page.locator("[data-verdict]").click(position={"x": 8, "y": 8})
    page.locator("[data-open-history]").click()
    expect(page.locator("[data-history-list] li").first).to_be_visible()


def _make_device(page: Page) -> None:
    page.fill("#name", "Porte 1")
    page.locator("main form[method=post] button").click()
    expect(page.locator(".enrolment-code svg")).to_be_visible()


def _look_at_paper(page: Page) -> None:
    page.fill("#rows", "08:31 12\n8h33 n° 19\nhuit heures\n")
    page.locator("button[name=look]").click()
    expect(page.locator("main tbody tr")).to_have_count(3)


def _invite(page: Page) -> None:
    page.fill("#name", "Saran Magassouba")
    page.check("input[name=roles][value=scanner]")
    page.locator("main form.form button").click()
    expect(page.locator(".enrolment-code svg")).to_be_visible()


PUBLIC = (
    Stop("index", "/"),
    Stop("home", f"{FAIR}/"),
    Stop("programme-1", f"{FAIR}/programme"),
    Stop("programme-3", f"{FAIR}/programme?day=3"),
    Stop("programme-found", f"{FAIR}/programme?q=police"),
    Stop("programme-nothing", f"{FAIR}/programme?q=zzz"),
    Stop("agenda", f"{FAIR}/programme/agenda?s=J1-05,J1-06,J1-07,J2-03"),
    Stop("agenda-empty", f"{FAIR}/programme/agenda"),
    Stop("session-table", f"{FAIR}/programme/J1-05"),
    Stop("session-theatre", f"{FAIR}/programme/J1-10"),
    Stop("session-match", f"{FAIR}/programme/J3-10"),
    Stop("programme-changes", f"{FAIR}/programme/versions"),
    Stop("programme-version", f"{FAIR}/programme/versions/1"),
    Stop("match", f"{FAIR}/matches/J3-10"),
    Stop("stands", f"{FAIR}/stands"),
    Stop("register", f"{FAIR}/register"),
    Stop("delegation-list", f"{FAIR}/delegations/new", prepare=_read_list),
    Stop("register-errors", f"{FAIR}/register", prepare=_send_empty),
    Stop("pass", f"{FAIR}/register", prepare=_register),
    Stop("pass-cancel", f"{FAIR}/register", prepare=_cancel),
    Stop("login", "/login"),
    Stop("login-errors", "/login", prepare=_wrong_password),
    Stop("not-found", f"{FAIR}/nothing-here"),
    Stop("unknown-badge", "/b/AAAAAAAAAAAAAAAA"),
    Stop("scanner-start", "/scan/", is_long=False),
    Stop("attestation-own", f"{FAIR}/register", None, _own_attestation),
    Stop("privacy-own", f"{FAIR}/register", None, _own_data),
    Stop("privacy-ask", f"{FAIR}/register", None, _ask_erasure),
    Stop("privacy-notice", f"{FAIR}/privacy"),
    Stop("attestation-check", "/attestations/2222-2222-2222"),
)
TEAM = (
    Stop("staff", "/staff/", "organiser"),
    Stop("board", f"{STAFF}/", "organiser"),
    Stop("desk", f"{DESK}/", "reception"),
    Stop("desk-results", f"{DESK}/?q=diallo", "reception"),
    Stop("desk-nobody", f"{DESK}/?q=qqqqq", "reception"),
    Stop("walk-in", f"{DESK}/walk-in", "reception"),
    Stop("walk-in-errors", f"{DESK}/walk-in", "reception", _send_empty),
    Stop("kiosk-start", f"{DESK}/kiosk", "badges"),
    Stop("scanner-own", f"/scan/{SLUG}/", "scanner"),
    Stop("scanner-gates", f"/scan/{SLUG}/", "scanner", _ask_gate, is_long=False),
    Stop("scanner", f"/scan/{SLUG}/", "scanner", _choose_gate, is_long=False),
    Stop("scanner-verdict", f"/scan/{SLUG}/", "scanner", _type_code, is_long=False),
    Stop("scanner-history", f"/scan/{SLUG}/", "scanner", _history, is_long=False),
    Stop("scanner-phone", f"/scan/{SLUG}/", "scanner", _this_phone, is_long=False),
    Stop("badges", f"{STAFF}/badges", "badges"),
    Stop("badges-found", f"{STAFF}/badges?q=diallo", "badges"),
    Stop("badge", f"{STAFF}/badges?q=diallo", "badges", _first_badge),
    Stop("badge-replacement", f"{STAFF}/badges?q=diallo", "badges", _replacement),
    Stop("badges-design", f"{STAFF}/badges/design", "badges"),
    Stop("badges-design-back", f"{STAFF}/badges/design", "badges", _both_sides),
    Stop("badges-sheets", f"{STAFF}/badges?category=medias&layout=a7x8", "badges", _make),
    Stop("badges-log", f"{STAFF}/badges/printings", "badges"),
    Stop("badges-blanks", f"{STAFF}/badges/blanks", "badges"),
    Stop("badges-swap", f"{STAFF}/badges/swap", "badges"),
    Stop("programme-printing", f"{STAFF}/programme/printing/", "programme"),
    Stop("board-screen", f"{STAFF}/screen", "reports"),
    Stop("payments", f"{STAFF}/payments/", "finance"),
    Stop("payments-rates", f"{STAFF}/payments/rates", "finance"),
    Stop("payments-people", f"{STAFF}/payments/people/", "finance"),
    Stop("payments-many", f"{STAFF}/payments/many", "finance"),
    Stop("paper-keying", f"{STAFF}/paper", "reception"),
    Stop("payments-person", f"{STAFF}/payments/people/?q=150", "finance"),
    Stop("reports", f"{STAFF}/reports", "reports"),
    Stop("reports-list-new", f"{STAFF}/reports/documents/attendance-list", "reports"),
    Stop("reports-list", f"{STAFF}/reports/documents/attendance-list", "reports", _make),
    Stop("reports-report-new", f"{STAFF}/reports/documents/attendance-report", "reports"),
    Stop("reports-checked", f"{STAFF}/reports/documents/scan-log", "reports", _check_made),
    Stop("reports-check", "/check/?number=4KX7"),
    Stop("reports-figures", f"{STAFF}/reports/figures", "reports"),
    Stop("attestations", f"{STAFF}/reports/attestations", "organiser"),
    Stop("attestation", f"{STAFF}/reports/attestations", "organiser", _first_attestation),
    Stop("attestations-design", f"{STAFF}/reports/attestations/design", "organiser"),
    Stop("attestations-letters", f"{STAFF}/reports/attestations/letters", "organiser"),
    Stop("announcement-new", NEW, "organiser"),
    Stop("announcement-errors", NEW, "organiser", _send_empty),
    Stop("announcement-preview", NEW, "organiser", _write),
    Stop("announcement", NEW, "organiser", _announce),
    Stop("messages", NEW, "organiser", _announced),
    Stop("message", NEW, "organiser", _message),
    Stop("matches", MATCHES, "programme"),
    Stop("match-edit", f"{MATCHES}J3-10", "programme"),
    Stop("match-squad", f"{MATCHES}J3-10/teams/1?q=diallo", "programme"),
    Stop("match-score", f"{MATCHES}J3-10/score", "programme", _open_goal),
    Stop("people-list", f"{STAFF}/registrations/people?sex=F&came=yes&filters=1", "organiser"),
    Stop("people-chosen", f"{STAFF}/registrations/people?sex=F", "organiser", _choose_people),
    Stop("people-person", f"{STAFF}/registrations/people?came=yes", "organiser", _first_person),
    Stop("team", f"{STAFF}/team", "organiser"),
    Stop("team-errors", f"{STAFF}/team", "organiser", _send_empty),
    Stop("list-columns", f"{STAFF}/registrations/imports/", "organiser", _send_list),
    Stop("opinions", f"{STAFF}/programme/opinions/", "programme"),
    Stop("opinions-session", f"{STAFF}/programme/opinions/sessions/J1-05", "programme"),
    Stop("settings", f"{STAFF}/settings", "organiser"),
    Stop("checklist", f"{STAFF}/checklist", "organiser"),
    Stop("guide-categories", f"{STAFF}/guide/categories", "organiser"),
    Stop("guide-rooms", f"{STAFF}/guide/rooms", "organiser"),
    Stop("guide-opening", f"{STAFF}/guide/opening", "organiser"),
    Stop("home-editor", f"{STAFF}/home", "organiser"),
    Stop("partner-errors", f"{STAFF}/home/partners/new", "organiser", _send_empty),
    Stop("fair-copy", f"/staff/new/copy?from={SLUG}", "administrator"),
    Stop("categories", f"{STAFF}/categories", "organiser"),
    Stop("category", f"{STAFF}/categories/ong", "organiser"),
    Stop("privacy", f"{STAFF}/privacy", "organiser"),
    Stop("privacy-delay", f"{STAFF}/privacy/delays/contacts", "organiser"),
    Stop("privacy-notice-form", f"{STAFF}/privacy/notice", "organiser"),
    Stop("privacy-erasure", f"{STAFF}/registrations/people?q=diallo", "organiser", _erase_first),
    Stop("checkpoints", f"{STAFF}/checkpoints/", "organiser"),
    Stop("checkpoint", f"{STAFF}/checkpoints/G1", "organiser"),
    Stop("checkpoint-errors", f"{STAFF}/checkpoints/new", "organiser", _send_empty),
    Stop("api", "/api/"),
    Stop("tokens", f"{STAFF}/tokens/", "organiser"),
    Stop("token-new", f"{STAFF}/tokens/new", "organiser"),
    Stop("token-errors", f"{STAFF}/tokens/new", "organiser", _send_empty),
    Stop("token-made", f"{STAFF}/tokens/new", "organiser", _make_token),
    Stop("devices", f"{STAFF}/devices/", "organiser"),
    Stop("device-new", f"{STAFF}/devices/new", "organiser"),
    Stop("device", f"{STAFF}/devices/G2", "organiser"),
    Stop("device-enrolment", f"{STAFF}/devices/new", "organiser", _make_device),
    Stop("device-paper", f"{STAFF}/devices/G2/paper", "organiser", _look_at_paper),
    Stop("to-check", f"{STAFF}/scans/?kind=overridden", "organiser"),
    Stop("queue-import", f"{STAFF}/scans/import", "organiser"),
    Stop("versions", f"{STAFF}/programme/versions/", "programme"),
    Stop("version", f"{STAFF}/programme/versions/1", "programme"),
    Stop("version-again", f"{STAFF}/programme/versions/1/restoration", "programme"),
    Stop("speakers", f"{STAFF}/programme/speakers/", "programme"),
    Stop("speaker-errors", f"{STAFF}/programme/speakers/new", "programme", _send_empty),
    Stop("rooms", f"{STAFF}/programme/rooms/", "programme"),
    Stop("kinds", f"{STAFF}/programme/kinds/", "programme"),
    Stop("kind-errors", f"{STAFF}/programme/kinds/new", "programme", _send_empty),
    Stop("new-fair", "/staff/new", "administrator"),
    Stop("timetable", f"{STAFF}/programme/?day=1", "programme"),
    Stop("timetable-list", f"{STAFF}/programme/?day=1&view=list", "programme"),
    Stop("timetable-hours", f"{STAFF}/programme/hours", "programme"),
    Stop("session-form", f"{STAFF}/programme/sessions/J1-05", "programme"),
    Stop("session-errors", f"{STAFF}/programme/sessions/new", "programme", _send_empty),
    Stop("session-cancel", f"{STAFF}/programme/sessions/J1-05/cancellation", "programme"),
    Stop("trail-log", f"{STAFF}/log", "organiser"),
    Stop("password", "/account/password", "organiser"),
    Stop("account", "/account", "organiser"),
    Stop("second-factor", "/account/second-factor", "organiser"),
    Stop("team-invitation", f"{STAFF}/team", "organiser", _invite),
    Stop("team-closing", f"{STAFF}/team/members/4/closing", "organiser"),
    Stop("team-leaving", "/account/teams/1/leaving", "organiser"),
    Stop("team-second-factor", f"{STAFF}/team/second-factor", "organiser"),
    Stop("read-only", f"{STAFF}/settings", "reader"),
    Stop("refused", f"{STAFF}/team", "scanner"),
)
STOPS = (*PUBLIC, *TEAM)
