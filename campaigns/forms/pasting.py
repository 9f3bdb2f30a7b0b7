"""What is pasted into a plan, and where."""

from django import forms

from campaigns.models import Plan, PlanNode
from campaigns.outline import branches
from campaigns.pasting import MOST_CHARACTERS, Item, items_of

_LONG = "Đoạn dán quá dài. Hãy dán từng phần."


class WhereField(forms.ChoiceField):
    """A place in the outline; cleans to {"parent": …, "after": …}."""

    def __init__(self, plan: Plan, **kwargs) -> None:
        rows = branches(plan)
        self.nodes = {str(row.node.pk): row.node for row in rows}
        places = [("", "Ở cuối văn bản")]
        for row in rows:
            named = "\u2003" * (row.depth - 1) + str(row.node)[:80]
            places += [
                (f"after-{row.node.pk}", f"{named} – ngay sau, cùng cấp"),
                (f"under-{row.node.pk}", f"{named} – mục con"),
            ]
        super().__init__(choices=places, required=False, **kwargs)

    def clean(self, value: str) -> dict[str, PlanNode | None]:
        chosen = super().clean(value)
        kind, _, key = chosen.partition("-")
        node = self.nodes.get(key)
        if kind == "after":
            return {"after": node, "parent": self.nodes.get(str(node.parent_id))}
        return {"parent": node, "after": None}


class PasteForm(forms.Form):
    text = forms.CharField(
        label="Đoạn văn bản",
        widget=forms.Textarea(attrs={"rows": 12, "data-paste": ""}),
        max_length=MOST_CHARACTERS,
        required=False,
        help_text="Dán từ Word, LibreOffice, Google Docs hoặc gõ, mỗi mục một dòng. Ký hiệu I., 1., a), -, + được nhận ra.",
    )
    html = forms.CharField(widget=forms.HiddenInput, max_length=MOST_CHARACTERS, required=False, strip=False)

    def __init__(self, *args, plan: Plan, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["where"] = WhereField(plan, label="Thêm vào đâu")
        for name in ("text", "html"):
            self.fields[name].error_messages["max_length"] = _LONG

    def clean(self) -> dict:
        """Raises nothing itself: what cannot be read is said at the text."""
        values = super().clean()
        if not self.errors:
            try:
                self._items = items_of(values["html"], values["text"])
            except ValueError as error:
                self.add_error("text", str(error))
            else:
                if not self._items:
                    self.add_error("text", "Chưa có nội dung nào để thêm.")
        return values

    def items(self) -> list[Item]:
        """The rows found in a valid form."""
        return self._items
