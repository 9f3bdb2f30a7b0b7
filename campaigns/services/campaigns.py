"""Campaigns and their phases."""

from typing import Any

from django.db import transaction
from django.utils.text import capfirst

from accounts import audit
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from blocs.access import Action, reach, refresh
from blocs.models import Authority, BlocYear
from campaigns.models import Campaign, Phase
from campaigns.permissions import CampaignReason, can_create_for_bloc, can_create_movement, can_manage

from .locks import invalid, lock_campaign, put
from .parents import check_parent

_FIELDS = frozenset({"title", "theme", "launcher", "funding", "parent", "open_below", "is_demo"})
_YEARS = frozenset({"from_year", "to_year"})
_PHASE = frozenset({"order", "name", "from_precision", "from_value", "to_precision", "to_value", "text", "occasions"})


@transaction.atomic
def create_campaign(
    *, by: User, bloc_year: BlocYear | None = None, authority: Authority | None = None, **fields: Any
) -> Campaign:
    """A bloc's year (give ``bloc_year``) or a themed movement (give ``authority``, ``from_year``, ``to_year``).

    ``fields``: code (has a default), title (a bloc's year has a default), theme, launcher, funding, parent,
    is_demo.
    Raises Refused and ValidationError.
    """
    refresh(by)
    campaign = _movement(authority, by) if bloc_year is None else _for_bloc(bloc_year, fields, by)
    _, after = put(campaign, _FIELDS | {"code"} | (_YEARS if bloc_year is None else frozenset()), fields)
    if campaign.parent is not None:
        check_parent(campaign)
    campaign.save()
    audit.record(by=by, event="campaign.create", target=campaign, after=after | {"title": campaign.title})
    return campaign


def _for_bloc(bloc_year: BlocYear, fields: dict[str, Any], by: User) -> Campaign:
    locked = BlocYear.objects.select_related("bloc").select_for_update(of=("self",)).get(pk=bloc_year.pk)
    can_create_for_bloc(by, locked).enforce()
    only_if(not Campaign.objects.filter(bloc_year=locked).exists(), CampaignReason.HAS_CAMPAIGN).enforce()
    fields.setdefault("title", f"Phong trào thi đua {capfirst(locked.name)} năm {locked.year}")
    return Campaign(
        kind=Campaign.Kind.REGULAR,
        bloc_year=locked,
        authority_id=locked.bloc.authority_id,
        from_year=locked.year,
        to_year=locked.year,
    )


def _movement(authority: Authority | None, by: User) -> Campaign:
    if authority is None:
        raise Refused(Reason.OUT_OF_REACH)
    # Locked: two movements founded at once do not get the same code.
    authority = Authority.objects.select_for_update(of=("self",), no_key=True).get(pk=authority.pk)
    can_create_movement(by, authority).enforce()
    return Campaign(kind=Campaign.Kind.THEMED, authority=authority)


@transaction.atomic
def update_campaign(*, campaign_id: int, by: User, **fields: Any) -> Campaign:
    """Change the words of a campaign; years only of a movement. Raises Refused and ValidationError."""
    campaign = lock_campaign(campaign_id, by)
    can_manage(by, campaign).enforce()
    themed = campaign.kind == Campaign.Kind.THEMED
    before, after = put(campaign, _FIELDS | (_YEARS if themed else frozenset()), fields)
    if "parent" in after and campaign.parent is not None:
        check_parent(campaign)
    campaign.save()
    audit.record(by=by, event="campaign.update", target=campaign, before=before, after=after)
    return campaign


@transaction.atomic
def join_bloc(*, campaign_id: int, bloc_year: BlocYear, by: User) -> Campaign:
    """A bloc-year of this authority or one below joins a movement, within the movement's years. Raises Refused."""
    campaign = lock_campaign(campaign_id, by)
    can_manage(by, campaign).enforce()
    only_if(campaign.kind == Campaign.Kind.THEMED, CampaignReason.NOT_A_MOVEMENT).enforce()
    below = reach(by, Action.CAMPAIGN_VIEW).authority_ids
    only_if(bloc_year.bloc.authority_id in below, CampaignReason.OTHER_AUTHORITY).enforce()
    in_time = campaign.from_year <= bloc_year.year <= campaign.to_year
    only_if(in_time, CampaignReason.OUTSIDE_YEARS).enforce()
    only_if(not campaign.blocs_joined.filter(pk=bloc_year.pk).exists(), CampaignReason.ALREADY_JOINED).enforce()
    campaign.blocs_joined.add(bloc_year)
    audit.record(
        by=by, event="campaign.join", target=campaign, after={"bloc_year": bloc_year.pk}, note=str(bloc_year)[:300]
    )
    return campaign


@transaction.atomic
def add_phase(*, campaign_id: int, by: User, **fields: Any) -> Phase:
    """A dated part of a campaign. ``fields``: name, order, from_precision, from_value, to_precision, to_value, text,
    occasions (list of {name, day, origin_year}). Raises Refused and ValidationError."""
    campaign = lock_campaign(campaign_id, by)
    can_manage(by, campaign).enforce()
    fields.setdefault("order", campaign.phases.count() + 1)
    phase = Phase(campaign=campaign)
    _, after = put(phase, _PHASE, fields)
    _check_phase(phase)
    phase.save()
    audit.record(by=by, event="phase.create", target=phase, after=after)
    return phase


def _check_phase(phase: Phase) -> None:
    begins, ends = phase.begins.first_day(), phase.ends.last_day()
    if begins and ends and begins > ends:
        raise invalid("to_value", "Thời điểm kết thúc phải sau thời điểm bắt đầu.")


def _phase(phase_id: int, by: User) -> Phase:
    rows = Phase.objects.filter(pk=phase_id)
    campaign_id = rows.values_list("campaign_id", flat=True).first()
    if campaign_id is None:
        raise Refused(Reason.OUT_OF_REACH)
    campaign = lock_campaign(campaign_id, by)
    can_manage(by, campaign).enforce()
    # Read behind the lock: a phase deleted meanwhile is not written back.
    phase = rows.first()
    if phase is None:
        raise Refused(Reason.STALE)
    phase.campaign = campaign
    return phase


@transaction.atomic
def update_phase(*, phase_id: int, by: User, **fields: Any) -> Phase:
    """Raises Refused and ValidationError."""
    phase = _phase(phase_id, by)
    before, after = put(phase, _PHASE, fields)
    _check_phase(phase)
    phase.save()
    audit.record(by=by, event="phase.update", target=phase, before=before, after=after)
    return phase


@transaction.atomic
def delete_phase(*, phase_id: int, by: User) -> None:
    """Deadlines of the phase stay, without a phase. Raises Refused."""
    phase = _phase(phase_id, by)
    audit.record(by=by, event="phase.delete", target=phase, before={"name": phase.name})
    phase.delete()
