"""Who is signed in: the account together with what gives it rights, in one statement."""

from django.contrib.auth.backends import ModelBackend

from accounts.models import User

from .access import keep_person
from .standing import read_person


class PersonBackend(ModelBackend):
    """A person without a live post is read by the account alone."""

    def get_user(self, user_id: int) -> User | None:
        person = read_person(user_id)
        user = person.posts[0].user if person.posts else super().get_user(user_id)
        return keep_person(user, person) if user else None
