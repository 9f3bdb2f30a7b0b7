"""Single fields of a request that have no form of their own."""

from django.http import HttpRequest


def posted_text(request: HttpRequest, name: str) -> str:
    """What was typed into the field, without NUL characters (PostgreSQL keeps none); empty when it was not sent."""
    return request.POST.get(name, "").replace("\x00", "")
