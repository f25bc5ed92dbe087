"""Pages where the team finds its fairs and sets them up."""

from __future__ import annotations

from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.core import clock
from fairapp.core.access import Permission, allow, signed_in
from fairapp.core.addresses import base_url
from fairapp.core.errors import DomainError
from fairapp.core.forms import Form
from fairapp.events import actions, categories, invitations, moving, navigation
from fairapp.events.categories import CategoryDetails
from fairapp.events.forms import CategoryForm, SettingsForm
from fairapp.events.models import Category, Event
from fairapp.events.views import bp

navigation.register(bp)

_MOMENTS = ("registration_opens_at", "registration_closes_at")
_DAYS = ("first_day", "last_day", "timezone")
_CATEGORY = ("name", "letter", "colour", "admission", "capacity", "is_counted")
_SETTINGS = (
    *("name", "languages", "place", "city", "contact", "project_code"),
    *("registration_opens_at", "registration_closes_at", "capacity", "reminder_days"),
)


@bp.get("/staff/")
@signed_in
def staff_index() -> Response | str:
    """The user's fairs; with exactly one, straight to where the role works."""
    fairs = navigation.own_fairs()
    if len(fairs) == 1 and (url := navigation.work_url(fairs[0])):
        return redirect(url)
    return render_template("staff/index.html", fairs=fairs, work_url=navigation.work_url)


@bp.route("/staff/<slug>/settings", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def settings(event: Event) -> Response | tuple[str, int]:
    """What the fair says, when it is, and when it can be registered for."""
    used = moving.is_used(event)
    days: list[date | None] = [day.date for day in event.days] or [None]
    places = [{"number": day.number, "places": day.capacity} for day in event.days]
    form = SettingsForm(obj=event, first_day=days[0], last_day=days[-1], day_places=places)
    if used:
        for name in _DAYS:
            del form[name]
    if form.validate_on_submit():
        try:
            _change(event, form, used=used)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("The settings are saved."), "success")
            return redirect(url_for("events.settings"))
    return render_template("staff/settings.html", form=form, used=used), form.http_status


@bp.get("/staff/<slug>/categories")
@allow(Permission.MANAGE_EVENT)
def category_list(event: Event) -> str:
    """The fair's categories."""
    return render_template("staff/categories.html")


@bp.route("/staff/<slug>/categories/new", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def category_new(event: Event) -> Response | tuple[str, int]:
    """One more category."""
    form = CategoryForm(colour=event.accent)
    if form.validate_on_submit():
        try:
            categories.add_category(
                event, _category_details(form), actor=current_user, at=clock.now()
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            return redirect(url_for("events.category_list"))
    return render_template("staff/category.html", form=form, category=None), form.http_status


@bp.route("/staff/<slug>/categories/<code>", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def category(event: Event, code: str) -> Response | tuple[str, int]:
    """Words, letter and colour of a category."""
    row = categories.find_category(event, code) or abort(404)
    form = CategoryForm(obj=row)
    if form.validate_on_submit():
        try:
            categories.change_category(
                row, _category_details(form), actor=current_user, at=clock.now()
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("The category is saved."), "success")
            return redirect(url_for("events.category_list"))
    page = render_template(
        "staff/category.html", form=form, category=row, invitation_url=_invitation_url(row)
    )
    return page, form.http_status


@bp.post("/staff/<slug>/categories/<code>/invitation")
@allow(Permission.MANAGE_EVENT)
def category_invitation(event: Event, code: str) -> Response:
    """A new invitation in place of the old one; or, with `withdraw`, none."""
    row = categories.find_category(event, code) or abort(404)
    try:
        if "withdraw" in request.form:
            invitations.withdraw(row, actor=current_user, at=clock.now())
            flash(
                _("The invitation is withdrawn. Whoever has registered with it stays."), "success"
            )
        else:
            invitations.renew(row, actor=current_user, at=clock.now())
            flash(_("The invitation is there. Give its address only to the invited."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("events.category", code=code, _anchor="invitation"), 303)


@bp.route("/staff/<slug>/categories/<code>/removal", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def category_removal(event: Event, code: str) -> Response | tuple[str, int]:
    """Ask before a category goes; refused while people are in it."""
    row = categories.find_category(event, code) or abort(404)
    form = Form()
    if form.validate_on_submit():
        try:
            categories.remove_category(row, actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("The category is removed."), "success")
            return redirect(url_for("events.category_list"))
    page = render_template(
        "staff/category_removal.html", form=form, category=row, keepers=categories.keepers(row)
    )
    return page, form.http_status


def _change(event: Event, form: SettingsForm, *, used: bool) -> None:
    at, changes, zone = clock.now(), form.values(*_SETTINGS), event.zone
    # Left empty, it stays: an offer always ends.
    changes["offer_hours"] = form.offer_hours.data or event.offer_hours
    if not used:
        before = {name: getattr(event, name) for name in _MOMENTS}
        days = form.values(*_DAYS)
        moving.move_event(event, **days, actor=current_user, at=at)
        for name in _MOMENTS:
            typed = changes[name]
            if typed == before[name]:
                # What the form only repeats has moved with the fair.
                changes[name] = getattr(event, name)
            elif typed is not None:
                changes[name] = typed.astimezone(zone).replace(tzinfo=event.zone)
    actions.change_event(event, changes, actor=current_user, at=at)
    numbered = [(str(entry.number.data), entry.places.data) for entry in form.day_places]
    typed = {int(number): places for number, places in numbered if number.isdecimal()}
    actions.limit_days(event, typed, actor=current_user, at=at)


def _invitation_url(category: Category) -> str:
    if category.invitation_key is None:
        return ""
    return base_url() + url_for("registration.create", invitation=category.invitation_key)


def _category_details(form: CategoryForm) -> CategoryDetails:
    return CategoryDetails(**form.values(*_CATEGORY))
