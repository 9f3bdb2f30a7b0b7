"""Beginning a paper: which kinds one may write and where, then how it starts."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.models import User
from blocs.access import Action, reach
from blocs.models import Authority, Unit
from campaigns.models import Campaign, Deadline, Plan
from campaigns.states import PlanState
from campaigns.views.common import as_key, get_campaign, page, try_service
from reports.context import frame_of
from reports.forms.documents import CreateForm
from reports.kinds import KINDS, Kind
from reports.kinds.sentences import SENTENCES
from reports.models import Document
from reports.permissions_documents import DocumentReason
from reports.services.documents import Place, create_document, kinds_at, live_paper, previous_of
from reports.states import DocumentKind


def places_for(user: User, campaign: Campaign | None) -> list[tuple[Place, list[Kind]]]:
    """Offices the person writes for, with the kinds each issues: the bloc of the campaign, own units in it, authorities."""
    mine = reach(user, Action.DOCUMENT_WRITE)
    places = [Place(authority) for authority in Authority.objects.filter(pk__in=mine.authority_ids)]
    if campaign:
        units = Unit.objects.filter(pk__in=mine.unit_ids)
        if campaign.bloc_year_id:
            units = units.filter(memberships__bloc_year=campaign.bloc_year_id).distinct()
        own = [Place(campaign.authority, campaign, unit) for unit in units]
        places = [Place(campaign.authority, campaign), *own, *places]
    return [(place, kinds) for place in places if (kinds := kinds_at(user, place))]


def create_url(kind: str, place: Place) -> str:
    """Address of the page that begins this kind at this place."""
    where = {"ke-hoach": place.campaign, "don-vi": place.unit}
    query = {name: row.pk for name, row in where.items() if row}
    query = query or {"co-quan": place.authority.pk}
    return f"{reverse('reports:document_create', args=[kind])}?{urlencode(query)}"


@login_required
def begin(request: HttpRequest) -> HttpResponse:
    """Every kind the person may write, in the campaign of ``?ke-hoach=`` or the one in view."""
    asked = as_key(request.GET.get("ke-hoach", ""))
    campaign = get_campaign(request, asked) if asked is not None else frame_of(request).campaign
    offices = [
        (
            place,
            [(kind, DocumentKind(kind.key).label, SENTENCES[kind.key], create_url(kind.key, place)) for kind in kinds],
        )
        for place, kinds in places_for(request.user, campaign)
    ]
    return page(request, "reports/document_begin.html", {"campaign": campaign, "offices": offices})


@login_required
def create(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    place = _place(request)
    if request.method == "GET" and kind == DocumentKind.PLAN and (elsewhere := _plan_elsewhere(request, place)):
        return elsewhere
    previous = previous_of(kind, place)
    posted = request.POST if request.method == "POST" else None
    form = CreateForm(posted, deadlines=_deadlines(place, kind), previous=_readable(request, previous))
    if request.method == "POST" and form.is_valid():
        chosen = {"deadline": form.cleaned_data.get("deadline"), "reuse": form.cleaned_data.get("reuse", False)}
        document = try_service(form, create_document, kind=kind, place=place, by=request.user, **chosen)
        if document:
            messages.success(request, "Đã lập dự thảo. Tiếp theo: soạn nội dung.")
            return redirect("reports:document_detail", pk=document.pk)
    context = {"form": form, "label": DocumentKind(kind).label, "sentence": SENTENCES[kind], "place": place}
    context["outside"] = kind == DocumentKind.PLAN and _issued_outside(place)
    return page(request, "reports/document_create.html", context)


def _plan_elsewhere(request: HttpRequest, place: Place) -> HttpResponse | None:
    """Where to go on when a plan's paper cannot begin: to its text that nobody has written yet, or to the paper it has."""
    plan = Plan.objects.filter(campaign=place.campaign).first() if place.campaign else None
    if place.campaign and plan is None:
        messages.info(request, DocumentReason.NO_PLAN.label)
        return redirect("campaigns:plan", pk=place.campaign.pk)
    live = plan and live_paper(plan)
    if live and Document.objects.visible_to(request.user).filter(pk=live.pk).exists():
        messages.info(request, "Kế hoạch này đã có văn bản. Làm tiếp ở đây.")
        return redirect("reports:document_detail", pk=live.pk)
    return None


def _place(request: HttpRequest) -> Place:
    """The office named in the address; 404 for one the person does not write for."""
    keys = {name: as_key(request.GET.get(name, "")) for name in ("ke-hoach", "don-vi", "co-quan")}
    mine = reach(request.user, Action.DOCUMENT_WRITE)
    if keys["ke-hoach"] is None:
        authority = Authority.objects.filter(pk__in=mine.authority_ids, pk=keys["co-quan"]).first()
        if authority is None:
            raise Http404
        return Place(authority)
    campaign = get_campaign(request, keys["ke-hoach"])
    unit = Unit.objects.filter(pk__in=mine.unit_ids, pk=keys["don-vi"]).first()
    if keys["don-vi"] is not None and unit is None:
        raise Http404
    return Place(campaign.authority, campaign, unit)


def _deadlines(place: Place, kind: str):
    """Deadlines a paper may be about; the plan is about all of them."""
    if place.campaign is None or kind == DocumentKind.PLAN:
        return Deadline.objects.none()
    return place.campaign.deadlines.order_by("last_day", "pk")


def _issued_outside(place: Place) -> bool:
    """Whether the plan was noted as issued before it had a paper here."""
    return Plan.objects.filter(campaign=place.campaign).exclude(state=PlanState.DRAFT).exists()


def _readable(request: HttpRequest, document: Document | None) -> Document | None:
    """What is offered to be taken over must be something the person may read."""
    seen = document and Document.objects.visible_to(request.user).filter(pk=document.pk).exists()
    return document if seen else None
