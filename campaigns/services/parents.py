"""Which movement a campaign may hang under: directive of a higher level → plan of the province → plan of a unit."""

from blocs.models import Authority
from campaigns.models import Campaign

from .locks import invalid


def authorities_above(authority: Authority) -> set[int]:
    """The authority and those it stands under."""
    return set(_upwards(authority.pk))


def _upwards(authority_id: int) -> list[int]:
    """From the authority to the top of its tree."""
    parents = dict(Authority.objects.values_list("pk", "parent_id"))
    found: list[int] = []
    current: int | None = authority_id
    while current is not None and current not in found:
        found.append(current)
        current = parents.get(current)
    return found


def check_parent(campaign: Campaign) -> None:
    """Raises ValidationError unless the parent is a movement of the same authority, or one of a higher level that is
    open to lower levels, and hangs nowhere under this campaign."""
    parent, above = campaign.parent, _upwards(campaign.authority_id)
    lock_tree(above[-1])
    if parent.kind != Campaign.Kind.THEMED:
        raise invalid("parent", "Chỉ triển khai từ một phong trào theo chuyên đề.")
    if parent.authority_id not in above:
        raise invalid("parent", "Chỉ chọn phong trào của chính cơ quan này hoặc cấp trên.")
    if parent.authority_id != campaign.authority_id and not parent.open_below:
        raise invalid("parent", "Cấp trên chưa mở phong trào này cho cấp dưới triển khai.")
    if campaign.pk in _line_of(parent.pk):
        raise invalid("parent", "Phong trào được chọn đang triển khai từ chính phong trào này.")


def lock_tree(top: int) -> None:
    """One parent is chosen at a time among authorities of one tree: two movements never hang under each other."""
    Authority.objects.select_for_update(of=("self",), no_key=True).get(pk=top)


def _line_of(campaign_id: int) -> set[int]:
    """The campaign and everything it hangs under."""
    parents = dict(Campaign.objects.filter(parent__isnull=False).values_list("pk", "parent_id"))
    found: set[int] = set()
    current: int | None = campaign_id
    while current is not None and current not in found:
        found.add(current)
        current = parents.get(current)
    return found
