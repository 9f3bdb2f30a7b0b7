"""What the views of this room share."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from blocs.models import BlocYear
from blocs.views_base import fetch
from campaigns.models import Campaign, Deadline, Plan

BIGGEST_KEY = 2**63 - 1


def get_campaign(request: HttpRequest, pk: int) -> Campaign:
    return fetch_row(Campaign.objects.for_decisions(), request, pk)


def get_deadline(request: HttpRequest, pk: int) -> Deadline:
    return fetch_row(Deadline.objects.for_decisions(), request, pk)


def get_plan(request: HttpRequest, pk: int) -> Plan:
    return fetch_row(Plan.objects.for_decisions(), request, pk)


def fetch_row(rows, request: HttpRequest, pk: int) -> Any:
    """A visible row or 404; a number no database key can hold is 404 too."""
    if pk > BIGGEST_KEY:
        raise Http404
    return fetch(rows.distinct(), request.user, pk=pk)


def as_key(text: str) -> int | None:
    """A row number that somebody sent as text; None when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def add_errors(form: Form, error: ValidationError, shown_at: dict[str, str] | None = None) -> None:
    """Put what a service refused at the fields people typed in."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        field = (shown_at or {}).get(name, name)
        form.add_error(field if field in form.fields else None, errors)


def try_service(form: Form, call: Callable[..., Any], shown_at: dict[str, str] | None = None, **kwargs: Any) -> Any:
    """Call a service with what the form gave; None (with the errors on the form) when it refused the input."""
    try:
        return call(**kwargs)
    except ValidationError as error:
        add_errors(form, error, shown_at)
        return None


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page; 422 when it shows a form with errors."""
    form = context.get("form")
    return render(request, template, context, status=422 if form is not None and form.errors else 200)


def short_name(campaign: Campaign) -> str:
    """How a campaign is called in crumbs: its bloc and year, or the movement's title."""
    bloc_year: BlocYear | None = campaign.bloc_year
    return str(bloc_year) if bloc_year else campaign.title[:60]
