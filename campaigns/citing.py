"""How a cited document is named in a sentence."""

# What already says how it goes on after the number, date and issuer.
_SAYS_ITSELF = ("về ", "phê duyệt ", "ban hành ", "quy định ")


def about_words(about: str) -> str:
    """«về việc phân chia khối», whether the person typed the word «về» or not; "" stays ""."""
    return about if not about or about.casefold().startswith(_SAYS_ITSELF) else f"về {about}"
