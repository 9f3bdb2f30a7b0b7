"""The bloc's pledge: its page with the progress of signing, writing it, opening, closing, reading what was frozen."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.canonical import canonical_bytes
from accounts.decisions import Reason, Refused
from accounts.posted import posted_text
from blocs.access import Action, reach
from campaigns import permissions_pledges as rights
from campaigns.forms.pledges import PledgeForm
from campaigns.models import Campaign, Pledge, PledgeText
from campaigns.rules.consolidation import Shared, shared_of
from campaigns.services import pledge_signing, pledges, promised
from campaigns.signing import Signing, SigningRow, signatures_of, signing_of
from campaigns.states_pledges import CLOSE_PLEDGE, OPEN_PLEDGE, REOPEN_PLEDGE, PledgeState

from .common import fetch_row, get_campaign, page

MOVES = {"open": OPEN_PLEDGE, "reopen": REOPEN_PLEDGE, "close": CLOSE_PLEDGE}


def get_bloc_campaign(request: HttpRequest, pk: int) -> Campaign:
    """A visible campaign of a bloc's year; a movement has no pledge."""
    campaign = get_campaign(request, pk)
    if campaign.bloc_year_id is None:
        raise Http404
    return campaign


def pledge_of(campaign: Campaign) -> Pledge | None:
    return Pledge.objects.for_decisions().filter(campaign=campaign).first()


@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody of the bloc: who has signed. The words of a draft only for those who write it."""
    campaign = get_bloc_campaign(request, pk)
    pledge, user = pledge_of(campaign), request.user
    writes = rights.reads_draft(user, campaign)
    signing = signing_of(pledge) if pledge else Signing()
    context = {
        "campaign": campaign,
        "pledge": pledge,
        "text": pledge.text if pledge else None,
        "content": _content(pledge, writes),
        "signing": signing,
        "writes": writes,
        "missing": promised.unregistered(campaign) if writes and _is_draft(pledge) else [],
        "changed": promised.changed_since(pledge.text) if writes and pledge and pledge.text else [],
        "mine": _to_sign(request, signing),
        "own": reach(user, Action.PLEDGE_SIGN).unit_ids,
        "may_open": bool(pledge and rights.can_open(user, pledge)),
        "may_reopen": bool(pledge and rights.can_reopen(user, pledge)),
        "may_close": bool(pledge and rights.can_close(user, pledge)),
        "moves": MOVES,
        "older": _older(pledge),
    }
    return page(request, "campaigns/pledge.html", context)


def _is_draft(pledge: Pledge | None) -> bool:
    return pledge is None or pledge.state == PledgeState.DRAFT


def _content(pledge: Pledge | None, writes: bool) -> dict | None:
    """The frozen words; of a draft what would be frozen now, for those who write it."""
    if pledge is None:
        return None
    if pledge.text:
        return pledge.text.content
    return pledges.content_of(pledge) if writes else None


def _to_sign(request: HttpRequest, signing: Signing) -> list[SigningRow]:
    """Rows whose signature the person can give."""
    own = reach(request.user, Action.PLEDGE_SIGN).unit_ids
    return [row for row in signing.waiting if row.unit_id in own]


def _older(pledge: Pledge | None) -> list[PledgeText]:
    """Wordings that were opened for signing before, the latest first."""
    if pledge is None:
        return []
    rows = pledge.texts.filter(main__isnull=True).exclude(pk=pledge.text_id or 0).select_related("by")
    return list(rows.order_by("-number"))


@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_bloc_campaign(request, pk)
    pledge = pledge_of(campaign)
    rights.can_write_pledge(request.user, campaign, pledge).enforce()
    shared = shared_of(promised.promises_of(campaign))
    form = PledgeForm(request.POST or None, shared=shared, initial=_initial(campaign, pledge))
    status, kept = 200, []
    if request.method == "POST":
        if form.is_valid():
            try:
                return _saved(request, campaign, form)
            except Refused as refused:
                if refused.reason is not Reason.STALE:
                    raise
                form, kept = _overtaken(request, campaign, shared, str(refused))
                status = 409
        else:
            status = 422
    context = {"campaign": campaign, "pledge": pledge, "form": form, "shared": shared, "kept": kept}
    response = page(request, "campaigns/pledge_edit.html", context)
    response.status_code = status
    return response


def _overtaken(
    request: HttpRequest, campaign: Campaign, shared: list[Shared], words: str
) -> tuple[PledgeForm, list[tuple[str, str]]]:
    """What was typed stays and can be saved over; beside it the words somebody else has just saved, where they differ."""
    pledge, data = pledge_of(campaign) or Pledge(campaign=campaign), request.POST.copy()
    data["seen"] = str(pledge.saves)
    form = PledgeForm(data, shared=shared)
    typed = {name: data.get(name, "").replace("\r\n", "\n").strip() for name in pledges.WORDS}
    now = {name: getattr(pledge, name) for name in pledges.WORDS}
    form.add_error(None, f"{words} Bấm lưu lần nữa để giữ nội dung bạn nhập.")
    return form, [(form.fields[name].label, now[name]) for name in pledges.WORDS if now[name] != typed[name]]


def _initial(campaign: Campaign, pledge: Pledge | None) -> dict:
    if pledge is None:
        return {**pledges.first_words(campaign), "summed": [], "seen": 0}
    return {**{name: getattr(pledge, name) for name in pledges.WORDS}, "summed": pledge.summed, "seen": pledge.saves}


def _saved(request: HttpRequest, campaign: Campaign, form: PledgeForm) -> HttpResponse:
    data = form.cleaned_data
    words = {name: data[name] for name in pledges.WORDS}
    pledges.save_pledge(
        campaign_id=campaign.pk, by=request.user, words=words, summed=data.get("summed", ()), seen=data["seen"]
    )
    messages.success(request, "Đã lưu dự thảo giao ước. Xem lại toàn văn rồi chốt nội dung để mở ký.")
    return redirect("campaigns:pledge", pk=campaign.pk)


def _existing(request: HttpRequest, pk: int) -> Pledge:
    """The pledge of a visible campaign; 404 where there is none, and of a draft to those who do not write it."""
    campaign = get_bloc_campaign(request, pk)
    pledge = pledge_of(campaign)
    if pledge is None:
        raise Http404
    return pledge


@require_POST
@login_required
def open_signing(request: HttpRequest, pk: int) -> HttpResponse:
    text = pledges.open_pledge(pledge_id=_existing(request, pk).pk, by=request.user)
    messages.success(request, f"Đã chốt nội dung và mời {len(text.unit_ids)} đơn vị ký.")
    return redirect("campaigns:pledge", pk=pk)


@require_POST
@login_required
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, pledges.reopen_pledge, "Đã mở lại giao ước để sửa; các đơn vị được báo lý do.")


@require_POST
@login_required
def close(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, pledges.close_pledge, "Đã kết thúc việc ký.")


def _with_reason(request: HttpRequest, pk: int, call: Callable[..., Pledge], done: str) -> HttpResponse:
    """A move that asks for a reason; without one the page says so and nothing has changed."""
    reason = posted_text(request, "reason")
    try:
        call(pledge_id=_existing(request, pk).pk, reason=reason, by=request.user)
    except Refused as refused:
        if refused.reason is not Reason.REASON_MISSING:
            raise
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("campaigns:pledge", pk=pk)


@require_POST
@login_required
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    names = pledge_signing.remind_signers(pledge_id=_existing(request, pk).pk, by=request.user)
    messages.success(request, f"Đã nhắc {len(names)} đơn vị: {', '.join(names)}.")
    return redirect("campaigns:pledge", pk=pk)


@require_POST
@login_required
def annex(request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
    """The annex of a unit that joined late."""
    made = pledges.make_annex(pledge_id=_existing(request, pk).pk, unit_id=unit_pk, by=request.user)
    messages.success(request, f"Đã lập phụ lục và mời {made.unit} ký.")
    return redirect("campaigns:pledge", pk=pk)


def get_text(request: HttpRequest, pk: int) -> PledgeText:
    return fetch_row(PledgeText.objects.for_decisions(), request, pk)


@login_required
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """A frozen wording, in force or not, with its signatures."""
    text = get_text(request, pk)
    signatures = [row for rows in signatures_of([text]).values() for row in rows]
    context = {
        "campaign": text.pledge.campaign,
        "pledge": text.pledge,
        "text": text,
        "content": text.content,
        "signatures": signatures,
        "in_force": text.pledge.text_id in (text.pk, text.main_id),
    }
    return page(request, "campaigns/pledge_text.html", context)


@login_required
def bytes_of(request: HttpRequest, pk: int) -> HttpResponse:
    """The very bytes the checksum is made of."""
    text = get_text(request, pk)
    response = HttpResponse(canonical_bytes(text.content), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="giao-uoc-{text.pk}-{text.sha256[:12]}.json"'
    return response
