"""How a campaign is scored."""

from django import forms

from campaigns.models import Deadline
from scoring.models import ScoringSetup
from scoring.services import usable_sets
from scoring.services.setup import spoken_stages
from scoring.states import NEEDED_STAGES, STAGE_HOLDERS, Holder, Stage


class SetupForm(forms.ModelForm):
    """The criteria set, what ranks, the deadline, and one field for each stage but the unit's own."""

    class Meta:
        model = ScoringSetup
        fields = ["criteria_set", "ranking_basis", "self_score_deadline", "explain_days", "divergence_percent"]

    def __init__(self, *args, campaign, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criteria_set"].queryset = usable_sets(campaign)
        self.fields["criteria_set"].empty_label = "– Chọn bộ tiêu chí –"
        self.fields["self_score_deadline"].queryset = Deadline.objects.filter(campaign=campaign)
        self.fields["self_score_deadline"].empty_label = "– Không theo mốc nào –"
        self.fields["divergence_percent"].localize = True
        self.fields["divergence_percent"].widget = forms.TextInput(attrs={"inputmode": "decimal"})
        if self.instance.pk is None:
            own = Deadline.objects.filter(campaign=campaign, kind=Deadline.Kind.SELF_SCORE)
            self.initial["self_score_deadline"] = own.values_list("pk", flat=True).first()
        spoken = spoken_stages(self.instance) if self.instance.pk else set()
        for stage in STAGE_HOLDERS:
            if stage != Stage.SELF:
                self.fields[_name(stage)] = _stage_field(stage, self.instance, fixed=stage in spoken)

    def stages(self) -> dict[str, str]:
        """Stage → holder of the stages in use."""
        held = {stage.value: self.cleaned_data[_name(stage)] for stage in STAGE_HOLDERS if stage != Stage.SELF}
        return {Stage.SELF.value: Holder.UNIT.value} | {stage: holder for stage, holder in held.items() if holder}


def _name(stage: Stage) -> str:
    return f"stage_{stage.value}"


def _stage_field(stage: Stage, setup: ScoringSetup, *, fixed: bool) -> forms.ChoiceField:
    needed = stage in NEEDED_STAGES
    choices = [(holder.value, holder.label) for holder in STAGE_HOLDERS[stage]]
    return forms.ChoiceField(
        label=f"Khâu {stage.label.lower()}",
        choices=choices if needed else [("", "– Không dùng khâu này –"), *choices],
        required=needed,
        initial=setup.holder(stage) or "",
        disabled=fixed,
        help_text="Đã có điểm ở khâu này nên không đổi được nữa." if fixed else "",
    )
