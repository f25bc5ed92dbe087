"""Opinions as participants give them: on their pass, and by the code at the door.

Whoever's phone knows a pass speaks as that person, as with seats. The readable code of a badge
would not do: it proves nothing, and is there for everybody to read. Without a pass one speaks by
the code at the door, and as a phone.
"""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response as BaseResponse

from fairapp import limiter
from fairapp.core import clock
from fairapp.core.access import public
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.programme.items import Item
from fairapp.registration import own
from fairapp.registration.feedback import actions, givers, queries, rules, subjects
from fairapp.registration.feedback.forms import OpinionForm
from fairapp.registration.feedback.givers import Giver
from fairapp.registration.feedback.marks import MARKS
from fairapp.registration.feedback.subjects import Subject
from fairapp.registration.feedback.visits import Visit, visit_to
from fairapp.registration.models import Registration
from fairapp.registration.queries import HOLDING
from fairapp.registration.signups import queries as seats

bp = Blueprint("feedback", __name__)

# A whole hall may stand behind one address.
OFTEN = "60 per minute"
# As many phones without a pass as a hall has seats, of one address about one session.
UNKNOWN_OFTEN = "300 per day"


def _address_and_subject() -> str:
    return f"{get_remote_address()} {request.path}"


def _was_unknown(response: Response) -> bool:
    """What was refused, or came from a participant, does not count."""
    return response.status_code == 303 and bool(g.get("is_unknown"))


@bp.route("/e/<slug>/opinion", defaults={"code": ""}, methods=["GET", "POST"])
@bp.route("/e/<slug>/opinion/<code>", methods=["GET", "POST"])
@public
@limiter.limit(OFTEN, methods=["POST"])
@limiter.limit(
    lambda: UNKNOWN_OFTEN,
    key_func=_address_and_subject,
    methods=["POST"],
    deduct_when=_was_unknown,
)
def give(event: Event, code: str) -> BaseResponse:
    """What whoever stands at the door, or reads the programme, thought of it."""
    subject = subjects.find(event, code) or abort(404)
    visit = visit_to(event, subject)
    form = _form(subject, visit.giver)
    if visit.giver and form.validate_on_submit() and _give(subject, visit.giver, form):
        return _noted(visit.giver, make_response(redirect(request.full_path, 303)))
    return _page(subject, visit, form)


@bp.get("/p/<pass_key>/opinions")
@public
def choose(pass_key: str) -> BaseResponse:
    """What this person can judge, and has judged."""
    registration = own.own_registration(pass_key)
    if registration.merged_into is not None:
        kept = registration.merged_into.pass_key
        return redirect(url_for("feedback.choose", pass_key=kept))
    event, at = registration.event, clock.now()
    mine = {s.session.code for s in seats.of(registration) if s.is_seated}
    open_ones = [s for s in subjects.sessions(event) if s.refusal(at) is None]
    fair = subjects.the_fair(event)
    page = render_template(
        "feedback/choose.html",
        registration=registration,
        is_expected=registration.status in HOLDING,
        fair=fair if fair and fair.refusal(at) is None else None,
        own=[subject for subject in open_ones if subject.code in mine],
        others=[s for s in reversed(open_ones) if s.code not in mine],
        given=queries.marks_of(registration),
        marks=MARKS,
        at=at,
    )
    return own.remember(own.keep_private(make_response(page)), registration)


@bp.route("/p/<pass_key>/opinion", defaults={"code": ""}, methods=["GET", "POST"])
@bp.route("/p/<pass_key>/opinion/<code>", methods=["GET", "POST"])
@public
@limiter.limit(OFTEN, methods=["POST"])
def give_own(pass_key: str, code: str) -> BaseResponse:
    """What the person whose pass this is thought of it."""
    registration = own.own_registration(pass_key)
    if registration.merged_into is not None:
        kept = registration.merged_into.pass_key
        return redirect(url_for("feedback.give_own", pass_key=kept, code=code))
    subject = subjects.find(registration.event, code) or abort(404)
    giver = Giver(registration)
    form = _form(subject, giver)
    if form.validate_on_submit() and _give(subject, giver, form):
        return redirect(url_for("feedback.choose", pass_key=pass_key), 303)
    return _page(subject, Visit(giver, [registration], False), form, own_pass=registration)


@bp.app_template_global()
def can_be_judged(item: Item) -> bool:
    """Whether a session of the present fair can be judged now."""
    event, at = g.event, clock.now()
    is_judged = rules.is_judged(item.icon) and not item.is_cancelled
    return bool(is_judged and item.starts_at <= at < subjects.closes_at(event))


@bp.app_template_global()
def asks_for_opinions(registration: Registration) -> bool:
    """Whether the person can judge anything now."""
    event, at = registration.event, clock.now()
    if registration.status not in HOLDING or not event.days:
        return False
    # Most passes are looked at before the fair: nothing is read for them.
    if event.local(at).date() < event.days[0].date or at >= subjects.closes_at(event):
        return False
    return any(subject.refusal(at) is None for subject in subjects.sessions(event))


def _form(subject: Subject, giver: Giver | None) -> OpinionForm:
    said = queries.of(subject, giver) if giver else None
    if said is None:
        return OpinionForm()
    return OpinionForm(data={"rating": str(said.rating), "words": said.words})


def _give(subject: Subject, giver: Giver, form: OpinionForm) -> bool:
    rating, words = int(form.rating.data), form.words.data or ""
    try:
        actions.give(subject, giver, rating=rating, words=words, at=clock.now())
    except DomainError as error:
        form.add_domain_error(error)
        return False
    flash(_("Thank you. Your opinion is noted."), "success")
    return True


def _noted(giver: Giver, response: Response) -> Response:
    g.is_unknown = giver.registration is None
    return givers.remember(response, giver) if g.is_unknown else response


def _page(
    subject: Subject, visit: Visit, form: OpinionForm, own_pass: Registration | None = None
) -> Response:
    person = visit.giver.registration if visit.giver else None
    page = render_template(
        "feedback/give.html",
        form=form,
        subject=subject,
        visit=visit,
        person=person,
        own_pass=own_pass,
        said=queries.of(subject, visit.giver) if visit.giver else None,
        is_expected=person is None or person.status in HOLDING,
        refusal=subject.refusal(clock.now()),
        marks=MARKS,
    )
    return own.keep_private(make_response(page, form.http_status))
