"""Reports by sections, figures of progress, the form of a deadline, what was sent."""

import uuid

from accounts import clock
from campaigns.services import Figure, record_figure
from scoring.models import CriterionTarget


def stage(s) -> None:
    """The unit has written one figure on the spot."""
    unit = s.world.bloc.units[2]
    link = CriterionTarget.objects.filter(
        criterion__code="3", target__registration__unit=unit, target__registration__campaign=s.campaign
    ).get()
    s.target = link.target
    record_figure(target_id=s.target.pk, figure=Figure(7), as_of=clock.today(), by=s.world.staff)


def places(s) -> dict:
    unit, sent = s.world.bloc.units[2], s.sent
    return {
        "campaigns:attainment": (s.campaign.pk,),
        "campaigns:report_ask": (s.campaign.pk,),
        "campaigns:report_form": (s.deadline.pk,),
        "campaigns:section_save": (s.deadline.pk, unit.pk, "limits"),
        "campaigns:section_save@sent": (s.deadline.pk, sent.unit_id, "limits"),
        "campaigns:figures_save": (s.deadline.pk, unit.pk),
        "campaigns:figures_save@sent": (s.deadline.pk, sent.unit_id),
        "campaigns:receipt_content": (s.receipt.pk,),
        "campaigns:receipt_check": (s.receipt.pk,),
        "reports:document_make_receipt": (s.receipt.pk,),
        "scoring:take_progress": (s.scene.sheet.pk,),
        "scoring:take_progress@sent": (s.scene.other_sheet.pk,),
        "scoring:confirm_progress": (s.scene.sheet.pk,),
        "scoring:confirm_progress@sent": (s.scene.other_sheet.pk,),
    }


def sends(s) -> dict:
    day = f"{clock.today():%d/%m/%Y}"
    rows = {"muc-TOTAL_FORMS": 1, "muc-INITIAL_FORMS": 0, "muc-MIN_NUM_FORMS": 0, "muc-MAX_NUM_FORMS": 1000}
    section = {"text": "Còn chậm.", "version": 0}
    return {
        "campaigns:report_ask": {"title": "Bão", "last_day": day, "questions": "Nhà hỏng = nhà", "offices": "leader"},
        "campaigns:report_form": rows | {"muc-0-heading": "Khó khăn", "seen": 0},
        "campaigns:section_save": section,
        "campaigns:section_save@sent": section,
        "campaigns:figures_save": {"as_of": day, f"value-{s.target.pk}": "8", f"note-{s.target.pk}": ""},
        "campaigns:figures_save@sent": {"as_of": day},
        "scoring:quick": {"target": s.target.pk, "value": "8", "as_of": day, "key": str(uuid.uuid4())},
    }
