"""Bold and italic typed with asterisks."""

import pytest

from accounts.marks import split_marks
from accounts.templatetags.vi import marked


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("phong trào **“Đền ơn”** và *quỹ*", "phong trào <b>“Đền ơn”</b> và <i>quỹ</i>"),
        ("***cả hai***", "<b><i>cả hai</i></b>"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("<script>*x*\n", "&lt;script&gt;<i>x</i><br>"),
        ("", ""),
    ],
)
def test_marked(text, html):
    assert marked(text) == html


def test_nothing_is_lost():
    assert "".join(part for part, _, _ in split_marks("a *b* **c** *")) == "a b c *"
