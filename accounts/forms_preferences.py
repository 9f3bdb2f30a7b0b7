"""How a person wants to be told, as a form: one box for each group of messages and channel."""

from dataclasses import dataclass

from django import forms

from .channels import GATED, connected
from .kinds import GROUPS
from .models import Notification, Preference

EMAIL = Notification.Channel.EMAIL
HOURS = [("", "Gửi ngay từng tin")] + [(hour, f"Gộp một thư mỗi ngày, lúc {hour:02d} giờ") for hour in range(6, 21)]


@dataclass(frozen=True)
class Line:
    """One group in the table of the page, with its boxes in the order of the channels."""

    label: str
    says: str
    boxes: list[forms.BoundField]


class PreferenceForm(forms.Form):
    digest_hour = forms.TypedChoiceField(
        label="Thư điện tử", choices=HOURS, coerce=int, empty_value=None, required=False
    )
    quiet_from = forms.TimeField(label="Không gửi từ", required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    quiet_to = forms.TimeField(label="đến", required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    free_weekends = forms.BooleanField(label="Không gửi vào thứ Bảy, Chủ nhật", required=False)

    def __init__(self, *args, preference: Preference, **kwargs) -> None:
        initial = {
            name: getattr(preference, name) for name in ("digest_hour", "quiet_from", "quiet_to", "free_weekends")
        }
        super().__init__(*args, initial=initial, **kwargs)
        # What a channel that is not connected was set to stays as it is.
        self.kept = {key: [c for c in names if not _offered(c)] for key, names in preference.off.items()}
        for group in GROUPS:
            for channel in self.channels:
                self.fields[f"{group.key}-{channel}"] = forms.BooleanField(
                    label=f"{group.label}: {channel.label}",
                    required=False,
                    initial=channel not in preference.off.get(group.key, ()),
                )

    @property
    def channels(self) -> list[Notification.Channel]:
        return [channel for channel in (EMAIL, *GATED) if _offered(channel)]

    @property
    def lines(self) -> list[Line]:
        return [
            Line(group.label, group.says, [self[f"{group.key}-{channel}"] for channel in self.channels])
            for group in GROUPS
        ]

    def clean(self):
        data = super().clean()
        if not self.errors and bool(data.get("quiet_from")) != bool(data.get("quiet_to")):
            empty = "quiet_to" if data.get("quiet_from") else "quiet_from"
            self.add_error(empty, "Hãy nhập cả giờ bắt đầu và giờ kết thúc, hoặc để trống cả hai.")
        return data

    def values(self) -> dict:
        """What the service takes."""
        data = self.cleaned_data
        off = {
            group.key: [c for c in self.channels if not data[f"{group.key}-{c}"]] + self.kept.get(group.key, [])
            for group in GROUPS
        }
        return {"off": off} | {name: data[name] for name in ("digest_hour", "quiet_from", "quiet_to", "free_weekends")}


def _offered(channel: str) -> bool:
    return channel == EMAIL or connected(channel)
