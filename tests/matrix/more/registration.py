"""Registrations as a whole: aims, wordings, copying, Excel, the table of all units."""

from types import SimpleNamespace

from awards.services.aims import AimInput, save_aims
from tests.awards.scenes import award_type


def stage(s: SimpleNamespace) -> None:
    """The unit's amendment, still being written, aims at a title."""
    rows = [AimInput(award_type().pk, 2)]
    save_aims(campaign_id=s.campaign.pk, unit=s.world.bloc.units[2], rows=rows, by=s.people["head"])


def places(s: SimpleNamespace) -> dict[str, tuple]:
    campaign, unit = s.campaign.pk, s.world.bloc.units[2].pk
    sent = s.sent_registration.unit_id
    names = ("aims", "registration_history", "registration_copy", "registration_excel", "registration_file")
    found = {f"awards:{name}": (campaign, unit) for name in (*names, "registration_excel_confirm")}
    found |= {f"awards:{name}@sent": (campaign, sent) for name in ("aims", "registration_history", "registration_file")}
    found["awards:registration_withdraw"] = (s.registration.pk,)
    return found | {"awards:registrations_table": (campaign,), "awards:registrations_excel": (campaign,)}


def sends(s: SimpleNamespace) -> dict[str, dict]:
    tables = ("title-collective", "title-person", "form-collective", "form-person")
    empty = {f"{name}-{part}_FORMS": "0" for name in tables for part in ("TOTAL", "INITIAL")}
    return {"awards:aims": empty, "awards:aims@sent": empty}
