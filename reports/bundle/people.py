"""Who a command acts for."""

from accounts.models import User
from blocs.access import live_posts

from .problems import BadBundle


def acting(username: str | None) -> User:
    """The person with this e-mail; without one the system administrator who can sign in. Raises BadBundle."""
    rows = User.objects.filter(is_active=True)
    if username:
        user = rows.filter(email=username.strip().lower()).first()
        if user is None:
            raise BadBundle.at("--by", f"không có tài khoản đang hoạt động “{username}”.")
    else:
        user = rows.filter(is_superuser=True).order_by("pk").first()
        if user is None:
            raise BadBundle.at("--by", "chưa có quản trị hệ thống: hãy ghi người thực hiện (--by thư-điện-tử).")
    posts = live_posts(user)
    user.acting_label = str(posts[0]) if posts else "Quản trị hệ thống"
    return user
