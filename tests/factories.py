"""Objects for tests; each factory makes the smallest valid row. Campaign years default to the current one."""

import datetime as dt

import factory
from django.utils import timezone

from accounts.models import User
from blocs.models import Authority, Bloc, BlocYear, Membership, Post, Unit
from campaigns.models import Campaign, Deadline

PASSWORD = "Mat-khau-2026"
LONG_AGO = dt.date(2000, 1, 1)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"nguoi{n}@example.vn")
    full_name = factory.Sequence(lambda n: f"Người Dùng {n}")

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        self.set_password(extracted or PASSWORD)
        self.save()


class AuthorityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Authority

    level = Authority.Level.PROVINCE
    name = factory.Sequence(lambda n: f"UBND tỉnh {n}")


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit

    authority = factory.SubFactory(AuthorityFactory)
    code = factory.Sequence(lambda n: f"DV{n}")
    name = factory.Sequence(lambda n: f"Sở thứ {n}")


class BlocFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Bloc

    authority = factory.SubFactory(AuthorityFactory)
    code = factory.Sequence(lambda n: f"K{n}")
    name = factory.Sequence(lambda n: f"Khối {n}")


class BlocYearFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BlocYear

    bloc = factory.SubFactory(BlocFactory)
    year = factory.LazyFunction(lambda: timezone.localdate().year)
    name = factory.LazyAttribute(lambda o: o.bloc.name)


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    bloc_year = factory.SubFactory(BlocYearFactory)
    unit = factory.LazyAttribute(lambda o: UnitFactory(authority=o.bloc_year.bloc.authority))
    valid_from = LONG_AGO


class PostFactory(factory.django.DjangoModelFactory):
    """A live post; pass ``unit=`` for staff/head or ``authority=`` with a board role."""

    class Meta:
        model = Post

    user = factory.SubFactory(UserFactory)
    role = Post.Role.STAFF
    valid_from = LONG_AGO


class CampaignFactory(factory.django.DjangoModelFactory):
    """A bloc's year."""

    class Meta:
        model = Campaign

    kind = Campaign.Kind.REGULAR
    bloc_year = factory.SubFactory(BlocYearFactory)
    authority = factory.LazyAttribute(lambda o: o.bloc_year.bloc.authority)
    title = factory.LazyAttribute(lambda o: f"Phong trào thi đua {o.bloc_year.name} năm {o.bloc_year.year}")
    from_year = factory.LazyAttribute(lambda o: o.bloc_year.year)
    to_year = factory.LazyAttribute(lambda o: o.bloc_year.year)


class DeadlineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Deadline

    campaign = factory.SubFactory(CampaignFactory)
    title = factory.Sequence(lambda n: f"Báo cáo {n}")
    kind = Deadline.Kind.YEAR_REPORT
    value = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=10))
    to_leader = True
